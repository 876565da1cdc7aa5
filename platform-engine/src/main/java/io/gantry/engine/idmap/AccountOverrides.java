package io.gantry.engine.idmap;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account files of the host that are mounted over those of the image (IDMAP-6).
 *
 * @param passwd absent if the image's is used
 * @param group absent if the image's is used
 */
record AccountOverrides(@Nullable Path passwd, @Nullable Path group) {
  private static final Logger LOG = LoggerFactory.getLogger(AccountOverrides.class);
  private static final long NOBODY = 65_534;
  private static final int MAXIMUM_BYTES = 1 << 20;

  /** Those of the mounts: the file's own before that of {@code /etc}. */
  static AccountOverrides of(ContainerSpec spec) {
    return new AccountOverrides(file(spec, "passwd"), file(spec, "group"));
  }

  private static @Nullable Path file(ContainerSpec spec, String name) {
    return source(spec, "/etc/" + name)
        .or(() -> source(spec, "/etc").map(etc -> etc.resolve(name)))
        .orElse(null);
  }

  private static Optional<Path> source(ContainerSpec spec, String destination) {
    return spec.mounts().stream()
        .filter(mount -> mount.kind() == MountSpec.Kind.BIND && mount.source() != null)
        .filter(mount -> Path.of(mount.destination()).normalize().equals(Path.of(destination)))
        .map(mount -> Path.of(String.valueOf(mount.source())))
        .findFirst();
  }

  /** The greatest id in them; nobody's counts as none. */
  long greatestId() {
    return Stream.of(Optional.ofNullable(passwd), Optional.ofNullable(group))
        .flatMap(Optional::stream)
        .flatMap(AccountOverrides::lines)
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > 2 && fields[2].matches("\\d{1,9}"))
        .mapToLong(fields -> Long.parseLong(fields[2]))
        .filter(id -> id < NOBODY)
        .max()
        .orElse(0);
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.size(file) <= MAXIMUM_BYTES
          ? Files.readString(file, StandardCharsets.ISO_8859_1).lines()
          : Stream.empty();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("account file cannot be read");
      return Stream.empty();
    }
  }
}
