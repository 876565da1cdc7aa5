package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.linux.Program;
import io.gantry.engine.spec.HostFacts;
import io.gantry.engine.spec.LinuxResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real crun. On a hybrid host, which it refuses, it sees the hierarchies of version 1 only: in
 * a mount namespace of each call.
 */
@Timeout(60)
@RequiresHost({"root", "crun", "conmon", "busybox", "unshare"})
class CrunRuntimeIT {
  private static final String WITHOUT_UNIFIED =
      """
      #!/bin/sh
      exec unshare --mount --propagation unchanged sh -c '
        if [ -d /sys/fs/cgroup/unified ]; then
          mount --make-rprivate /sys/fs/cgroup && umount /sys/fs/cgroup/unified
        fi
        exec "$0" "$@"' %s "$@"
      """;

  private Path crun;

  @BeforeEach
  void wrap(@TempDir Path directory) throws IOException {
    Path real = Path.of("/opt/gantry-crun/crun");
    Path program = Files.isExecutable(real) ? real : Program.find("crun").orElseThrow();
    crun = Files.writeString(directory.resolve("crun"), WITHOUT_UNIFIED.formatted(program));
    Files.setPosixFilePermissions(crun, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void runsAContainerToItsEnd() throws Exception {
    try (Bundle bundle = Bundle.of(crun, "/bin/sh", "-c", "exit 42");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create();
      assertThat(status(bundle)).isEqualTo(RuntimeState.Status.CREATED);
      bundle.runtime().start(bundle.id());

      assertThat(exits.waitFor(bundle.files(), Duration.ofSeconds(20)).orElseThrow().code())
          .isEqualTo(42);
      assertThat(bundle.runtime().containers()).containsExactly(bundle.id());
      bundle.runtime().delete(bundle.id());
      assertThat(bundle.runtime().state(bundle.id())).isEmpty();
      bundle.runtime().delete(bundle.id());
    }
  }

  @Test
  void pausesSignalsAndLimitsOne() throws Exception {
    try (Bundle bundle = Bundle.of(crun, "/bin/sh", "-c", "sleep 1000");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      int pid = bundle.create().container().pid();
      bundle.runtime().start(bundle.id());

      Resources limits = new Resources(64L << 20, null, 0.5, 512L, null, 50L, null, null);
      bundle
          .runtime()
          .update(bundle.id(), LinuxResources.of(limits, HostFacts.detect().swapAccounting()));
      assertThat(bundle.cgroups().stats(bundle.id(), pid).orElseThrow().memoryLimitBytes())
          .isEqualTo(64L << 20);
      bundle.runtime().pause(bundle.id());
      assertThat(status(bundle)).isEqualTo(RuntimeState.Status.PAUSED);
      bundle.runtime().resume(bundle.id());
      assertThat(status(bundle)).isEqualTo(RuntimeState.Status.RUNNING);
      bundle.runtime().kill(bundle.id(), 9, true);

      assertThat(exits.waitFor(bundle.files(), Duration.ofSeconds(20)).orElseThrow().code())
          .isEqualTo(137);
      assertThatThrownBy(() -> bundle.runtime().kill(bundle.id(), 15, false))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID));
    }
  }

  @Test
  void namesACommandThatIsMissing() throws Exception {
    try (Bundle bundle = Bundle.of(crun, "/nonexistent")) {
      assertThatThrownBy(bundle::create)
          .hasMessageContaining("/nonexistent")
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_NOT_FOUND));
    }
  }

  private static RuntimeState.Status status(Bundle bundle) {
    return bundle.runtime().state(bundle.id()).orElseThrow().status();
  }
}
