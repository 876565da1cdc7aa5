package io.gantry.engine.volume;

import io.gantry.api.container.MountSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of a volume that is mounted in place of all of it: option {@code subpath=}. */
public final class Subpath {
  private static final String OPTION = "subpath=";

  private Subpath() {}

  /** The path in the volume; empty if the mount shows all of it. */
  public static Optional<String> of(@Nullable MountSpec mount) {
    return mount == null ? Optional.empty() : of(mount.options().stream());
  }

  /** The same by the mount's options. */
  public static Optional<String> of(Stream<String> options) {
    return options
        .filter(option -> option.startsWith(OPTION))
        .map(option -> option.substring(OPTION.length()))
        .findFirst();
  }
}
