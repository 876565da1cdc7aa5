package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.spec.HostFacts;
import io.gantry.engine.spec.LinuxResources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@RequiresHost({"root", "runc", "conmon", "busybox"})
class RuncRuntimeIT {
  @Test
  @Rule({"PAUSE-8", "OCISPEC-20"})
  void pausesAndResumes() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      bundle.create();
      bundle.runtime().start(bundle.id());

      bundle.runtime().pause(bundle.id());
      assertThat(status(bundle)).isEqualTo(RuntimeState.Status.PAUSED);

      bundle.runtime().resume(bundle.id());
      assertThat(status(bundle)).isEqualTo(RuntimeState.Status.RUNNING);
    }
  }

  @Test
  @Rule("STOP-16")
  void saysThatAnEndedContainerTakesNoSignal() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0");
        ExitFiles exits = ExitFiles.watch(bundle.files().exitDir(), id -> {})) {
      bundle.create();
      bundle.runtime().start(bundle.id());
      assertThat(exits.waitFor(bundle.files(), Duration.ofSeconds(20))).isPresent();

      assertThatThrownBy(() -> bundle.runtime().kill(bundle.id(), 15, false))
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.STATE_INVALID);
                assertThat(e.state()).isEqualTo("stopped");
              });
    }
  }

  @Test
  @Rule("CLEANUP-RUNTIME-7")
  void takesAnUnknownContainerForADeletedOne() throws Exception {
    try (Bundle bundle = Bundle.script("exit 0")) {
      bundle.runtime().delete(bundle.id());

      assertThat(bundle.runtime().state(bundle.id())).isEmpty();
    }
  }

  @Test
  void changesLimitsOfARunningContainer() throws Exception {
    try (Bundle bundle = Bundle.script("sleep 1000")) {
      int pid = bundle.create().container().pid();
      bundle.runtime().start(bundle.id());

      Resources limits = new Resources(64L << 20, null, 0.5, 512L, null, 50L, null, null);
      bundle
          .runtime()
          .update(bundle.id(), LinuxResources.of(limits, HostFacts.detect().swapAccounting()));

      assertThat(bundle.cgroups().stats(bundle.id(), pid).orElseThrow().memoryLimitBytes())
          .isEqualTo(64L << 20);
    }
  }

  @Test
  void givesUpOnARuntimeThatHangs(@TempDir Path directory) throws Exception {
    Path hanging = directory.resolve("runc");
    Files.writeString(hanging, "#!/bin/sh\nsleep 1000\n");
    Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwx------"));
    RuncRuntime runtime = new RuncRuntime(hanging, directory, Map.of(), Duration.ofMillis(50));
    try (Bundle bundle = Bundle.script("exit 0")) {
      assertThatThrownBy(() -> runtime.start(bundle.id()))
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }
  }

  private static RuntimeState.Status status(Bundle bundle) {
    return bundle.runtime().state(bundle.id()).orElseThrow().status();
  }
}
