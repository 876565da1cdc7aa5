package io.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.runtime.RuncRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FreezerTest {
  private static final ContainerId ID = new ContainerId("ab".repeat(32));

  @Test
  @Rule("PAUSE-1")
  void neitherPausesNorResumesWithoutCgroups() {
    Path none = Path.of("/no/such/runtime");
    Freezer freezer = new Freezer(new RuncRuntime(none, none, Map.of()), Cgroups.none());

    for (ThrowingCallable act :
        List.<ThrowingCallable>of(() -> freezer.pause(ID), () -> freezer.resume(ID))) {
      assertThatThrownBy(act)
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CGROUPS));
    }
  }
}
