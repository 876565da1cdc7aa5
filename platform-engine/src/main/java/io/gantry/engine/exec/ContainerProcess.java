package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.spec.UserLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a container's runtime spec says about its process.
 *
 * @param root the mounted root file system
 */
record ContainerProcess(ObjectNode process, Path root) {
  static ContainerProcess of(MonitorFiles container) {
    try {
      JsonNode spec = JsonMapper.shared().readTree(Files.readString(container.spec()));
      Path root = container.bundle().resolve(spec.path("root").path("path").asString("rootfs"));
      return new ContainerProcess(spec.withObject("process"), root);
    } catch (IOException | JacksonException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the container's runtime spec cannot be read", e)
          .about("container", container.id());
    }
  }

  /** Describes a further process. */
  ObjectNode exec(ExecSpec spec) {
    return ExecProcess.of(
        process, spec, spec.user() == null ? null : UserLookup.in(root).resolve(spec.user()));
  }
}
