package io.gantry.agent;

import io.gantry.engine.EngineConfig;
import io.gantry.engine.state.ExitRetention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an agent lives; several of them share a host if they differ in both. */
final class Directories {
  @Option(
      names = "--home",
      description = "Where everything durable is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = "/var/lib/gantry/agent")
  Path home = Path.of("/var/lib/gantry/agent");

  @Option(
      names = "--run-dir",
      description =
          "Where everything is kept that a reboot ends; on a tmpfs"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "/run/gantry")
  Path runDir = Path.of("/run/gantry");

  @Option(
      names = "--hooks-dir",
      paramLabel = "DIR",
      description =
          "Directory of OCI hooks, repeatable; later ones win (default: the host's"
              + " containers/oci/hooks.d).")
  private List<Path> hooks = new ArrayList<>();

  @Option(
      names = "--exit-retention-days",
      paramLabel = "DAYS",
      description =
          "How long ends that the control plane has acknowledged are kept, for one that is restored"
              + " from a backup (default: ${DEFAULT-VALUE}).",
      defaultValue = "7")
  private int exitRetentionDays = 7;

  @Option(
      names = "--runtime",
      paramLabel = "NAME|PATH",
      description = "The OCI runtime (default: runc, or crun where there is no runc).")
  private @Nullable String runtime;

  EngineConfig engine() {
    Duration age = Duration.ofDays(exitRetentionDays);
    EngineConfig config =
        EngineConfig.of(home, runDir)
            .withHooks(hooks)
            .withExitRetention(ExitRetention.DEFAULT.withAge(age));
    return runtime == null ? config : config.withRuntime(runtime);
  }

  /** Makes the directories, closed to everybody else. */
  void make() throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(home, mode);
    Files.createDirectories(runDir, mode);
  }
}
