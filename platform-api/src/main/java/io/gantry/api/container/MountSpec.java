package io.gantry.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something mounted into the container.
 *
 * @param source the volume's name or the host's path; ignored for {@link Kind#TMPFS}
 * @param destination absolute path inside the container
 * @param options further mount options in the kernel's words, and {@code nocopy} for volumes
 */
public record MountSpec(
    Kind kind,
    @Nullable String source,
    String destination,
    boolean readOnly,
    List<String> options) {
  public enum Kind {
    VOLUME,
    BIND,
    TMPFS
  }

  public MountSpec(
      @Nullable Kind kind,
      @Nullable String source,
      String destination,
      boolean readOnly,
      @Nullable List<String> options) {
    this.kind = kind == null ? Kind.VOLUME : kind;
    this.source = source;
    this.destination = destination;
    this.readOnly = readOnly;
    this.options = Copies.of(options);
    if (destination == null || !destination.startsWith("/") || destination.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("mounts.destination is an absolute path");
    }
    if (this.kind != Kind.TMPFS && (source == null || source.isBlank())) {
      throw new IllegalArgumentException("mounts.source is needed for a " + this.kind + " mount");
    }
  }
}
