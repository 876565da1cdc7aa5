package io.gantry.engine.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a container's processes are written to the disk (CHECKPOINT-6).
 *
 * @param images directory for them
 * @param work directory for CRIU's log and statistics
 * @param options further ones, in the runtime's words
 */
public record DumpRequest(Path images, Path work, List<String> options) {
  public DumpRequest {
    options = List.copyOf(options);
  }

  /** What follows the runtime's {@code checkpoint}, without the container's id. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(List.of("--image-path", images.toString(), "--work-path", work.toString()));
    arguments.addAll(options);
    return arguments;
  }
}
