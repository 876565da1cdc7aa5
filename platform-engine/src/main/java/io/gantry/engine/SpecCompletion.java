package io.gantry.engine;

import io.gantry.engine.hooks.Hooks;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.state.ContainerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What others than the container's user add to its runtime spec (OCISPEC-10). */
record SpecCompletion(Hooks hooks, ContainerSecrets secrets, SupervisorRoom supervision) {

  /** Files to mount besides those of the engine. */
  Map<String, Path> mounts(ContainerConfig config) {
    Map<String, Path> mounts = new LinkedHashMap<>(secrets.mounts(config));
    mounts.putAll(supervision.mounts(config));
    return mounts;
  }

  /**
   * Writes the spec, with what is inherited, hooks and then secrets, for as long as the work needs
   * it.
   */
  <T> T during(ContainerConfig config, ObjectNode spec, Supplier<T> work) {
    SpecVariables.put(spec, supervision.variables());
    ObjectNode whole = hooks.apply(config, spec);
    return new SecretSpecFile(config, whole).during(secrets.variables(config), work);
  }
}
