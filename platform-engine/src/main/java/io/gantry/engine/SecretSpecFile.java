package io.gantry.engine;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.spec.RuntimeSpec;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * The runtime spec of a container with secrets in its environment. The runtime reads it from tmpfs,
 * by a link in the bundle; on the disk there is only the spec without them (SECRETS-5).
 */
record SecretSpecFile(ContainerConfig config, ObjectNode spec) {

  /** Has the work use the spec with these variables; afterwards no file holds them. */
  <T> T during(Map<String, String> variables, Supplier<T> work) {
    Path bundle = config.staticDir();
    if (variables.isEmpty()) {
      Path unused = RuntimeSpec.write(spec, bundle);
      return work.get();
    }
    ObjectNode whole = spec.deepCopy();
    SpecVariables.put(whole, variables);
    Path plain = RuntimeSpec.write(whole, config.runDir());
    try {
      link(bundle.resolve(plain.getFileName()), plain);
      return work.get();
    } finally {
      Path unused = RuntimeSpec.write(spec, bundle);
      delete(plain);
    }
  }

  private void link(Path place, Path target) {
    try {
      Files.deleteIfExists(place);
      Files.createSymbolicLink(place, target);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private GantryException failure(IOException cause) {
    return GantryException.of(ErrorCode.INTERNAL, "the runtime spec cannot be replaced", cause)
        .about("container", config.id());
  }
}
