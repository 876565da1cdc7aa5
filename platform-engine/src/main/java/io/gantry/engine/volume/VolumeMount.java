package io.gantry.engine.volume;

import java.nio.file.Path;
import java.util.List;

/**
 * A volume as one container uses it.
 *
 * @param source the directory that is mounted
 * @param destination absolute path in the container
 * @param options further mount options in the kernel's words
 */
public record VolumeMount(Path source, String destination, boolean readOnly, List<String> options) {
  public VolumeMount {
    options = List.copyOf(options);
  }
}
