package io.gantry.engine.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * The processes a container begins with instead of its command (MONITOR-2).
 *
 * @param images directory they were written to
 * @param options further ones, in the runtime's words
 */
public record RestoreRequest(Path images, List<String> options) {
  public RestoreRequest {
    options = List.copyOf(options);
  }
}
