package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.engine.Rule;
import org.junit.jupiter.api.Test;

class CheckpointOptionsTest {
  @Test
  @Rule("CHECKPOINT-6")
  void areToldToTheRuntimeAsAskedAndNothingElse() {
    CheckpointOptions plain = CheckpointOptions.DEFAULT;

    assertThat(plain.arguments()).isEmpty();
    assertThat(plain.keepingRunning().arguments()).containsExactly("--leave-running");
    assertThat(plain.withConnections().withFileLocks().arguments())
        .containsExactly("--tcp-established", "--file-locks");
    assertThat(plain.preDumping().arguments()).containsExactly("--pre-dump");
    assertThat(plain.withPreviousImages().arguments())
        .containsExactly("--parent-path", "../pre-checkpoint");
    assertThat(plain.keepingFiles().by("somebody").arguments()).isEmpty();
  }

  @Test
  @Rule("MONITOR-2")
  void ofARestoreToo() {
    assertThat(RestoreOptions.DEFAULT.arguments()).isEmpty();
    assertThat(RestoreOptions.DEFAULT.withConnections().withFileLocks().arguments())
        .containsExactly("--tcp-established", "--file-locks");
    assertThat(RestoreOptions.DEFAULT.keepingFiles().ignoringAddresses().arguments()).isEmpty();
  }
}
