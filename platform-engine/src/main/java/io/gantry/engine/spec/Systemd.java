package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SystemdMode;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.state.ContainerConfig;
import java.util.List;
import java.util.Set;

/** What systemd as a first process needs around it (OCISPEC-19). */
public final class Systemd {
  /** RTMIN+3: systemd takes it for a request to halt. */
  public static final String STOP_SIGNAL = "37";

  private static final Set<String> INIT_PROGRAMS =
      Set.of("/sbin/init", "/usr/sbin/init", "/usr/local/sbin/init");
  private static final List<String> WRITABLE =
      List.of("/run", "/run/lock", "/tmp", "/var/log/journal");

  private Systemd() {}

  /** Whether the container is prepared for it: as asked for, else if its command is one. */
  public static boolean isFirstProcess(ContainerSpec spec, ImageConfig image) {
    if (spec.systemd() != SystemdMode.AUTO || spec.init()) {
      return spec.systemd() == SystemdMode.ALWAYS;
    }
    List<String> words = CommandLine.words(spec, image);
    return !words.isEmpty() && isSystemd(words.getFirst());
  }

  static boolean isFirstProcess(ContainerConfig config) {
    return isFirstProcess(config.spec(), config.image().config());
  }

  private static boolean isSystemd(String program) {
    return INIT_PROGRAMS.contains(program)
        || program.equals("systemd")
        || program.endsWith("/systemd");
  }

  static List<SpecMount> mounts() {
    return WRITABLE.stream()
        .map(
            destination ->
                new SpecMount(
                    destination,
                    "tmpfs",
                    "tmpfs",
                    List.of("rw", "rprivate", "nosuid", "nodev", "tmpcopyup")))
        .toList();
  }

  /** The variable in which it looks for its machine id. */
  static String uuid(ContainerConfig config) {
    return config.id().value().substring(0, 32);
  }
}
