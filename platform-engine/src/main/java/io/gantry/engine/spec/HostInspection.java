package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.selinux.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the facts of this host from /proc, /sys and the usual directories. */
final class HostInspection {
  private static final String BOUNDING = "CapBnd:";
  private static final String APPARMOR_PROFILE = "gantry-default";
  private static final Path APPARMOR_PROFILES = Path.of("/sys/kernel/security/apparmor/profiles");
  private static final Path NR_OPEN = Path.of("/proc/sys/fs/nr_open");
  private static final List<Path> INIT_PROGRAMS =
      List.of(
          Path.of("/usr/bin/catatonit"),
          Path.of("/usr/libexec/podman/catatonit"),
          Path.of("/usr/sbin/catatonit"));

  private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu/online");

  private HostInspection() {}

  static HostFacts facts() {
    Set<Capability> capabilities = capabilities();
    return new HostFacts(
        text(Path.of("/proc/sys/kernel/hostname")).strip(),
        architecture(),
        capabilities,
        hardLimits(capabilities),
        Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")),
        swapAccounting(),
        SeccompProfiles.ofHost(),
        INIT_PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(null),
        apparmorProfile(),
        FileLabels.ofHost().enabled(),
        Isolation.HOST_KERNEL);
  }

  /** The processors the kernel uses, as a list like 0-3; empty if it does not say. */
  static Optional<String> processors() {
    try {
      return Optional.of(Files.readString(PROCESSORS).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Set<Capability> capabilities() {
    return text(Path.of("/proc/self/status"))
        .lines()
        .filter(line -> line.startsWith(BOUNDING))
        .map(line -> line.substring(BOUNDING.length()).strip())
        .map(mask -> Capability.ofMask(Long.parseUnsignedLong(mask, 16)))
        .findFirst()
        .orElse(Set.of());
  }

  /** A process that may raise limits is bound by the kernel's own bounds only. */
  private static Map<String, Long> hardLimits(Set<Capability> capabilities) {
    Map<String, Long> limits =
        capabilities.contains(Capability.SYS_RESOURCE)
            ? new HashMap<>()
            : new HashMap<>(
                ProcessLimits.hard(text(Path.of("/proc/self/limits")).lines().toList()));
    long most = Long.parseLong(text(NR_OPEN).strip());
    limits.merge("nofile", most, Math::min);
    return limits;
  }

  private static boolean swapAccounting() {
    return Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"))
        || Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
  }

  private static @Nullable String apparmorProfile() {
    if (!Files.isReadable(APPARMOR_PROFILES)) {
      return null;
    }
    try (Stream<String> profiles = Files.lines(APPARMOR_PROFILES)) {
      return profiles.anyMatch(line -> line.startsWith(APPARMOR_PROFILE + " "))
          ? APPARMOR_PROFILE
          : null;
    } catch (IOException e) {
      throw unreadable(APPARMOR_PROFILES, e);
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> name;
    };
  }

  /** Reads in one go: files of /proc/sys give nothing after a first, short read. */
  private static String text(Path file) {
    try {
      return String.join("\n", Files.readAllLines(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static GantryException unreadable(Path file, IOException cause) {
    return GantryException.of(ErrorCode.INTERNAL, "cannot read " + file, cause);
  }
}
