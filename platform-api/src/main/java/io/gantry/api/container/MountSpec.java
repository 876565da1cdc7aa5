package io.gantry.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something mounted into the container.
 *
 * @param source the volume's name, the host's path or the image's reference; ignored for {@link
 *     Kind#TMPFS}
 * @param destination absolute path inside the container
 * @param options further mount options in the kernel's words; {@code nocopy} and {@code subpath=}
 *     with a path in it for volumes; {@code O} keeps the source as it is and what the container
 *     writes apart, until its run ends or in {@code upperdir=} and {@code workdir=} of the host;
 *     {@code z} and {@code Z} label the source for SELinux, for all containers or this one, and
 *     {@code U} gives it to the container's user; {@code idmap} shows a container with user ids of
 *     its own the owners as they are on the disk
 */
public record MountSpec(
    Kind kind,
    @Nullable String source,
    String destination,
    boolean readOnly,
    List<String> options) {
  /** What is mounted. */
  public enum Kind {
    /** A volume of the tenant on the node, made if it is not there. */
    VOLUME,
    /** A path of the host; the tenant's policy and the node's ceiling must allow it. */
    BIND,
    /** An empty file system in memory, gone with the end of the run. */
    TMPFS,
    /** The files of an image; unless read-only, what is written is gone with the end of the run. */
    IMAGE
  }

  private static final List<String> HOST_DIRECTORIES = List.of("upperdir=", "workdir=");

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

  /** Whether it lets the container reach a path of the host that the spec names. */
  public boolean namesHostPath() {
    return kind == Kind.BIND
        || options.stream()
            .anyMatch(option -> HOST_DIRECTORIES.stream().anyMatch(option::startsWith));
  }
}
