package io.gantry.agent.reconcile;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The next act that brings a container nearer to its assignment. */
sealed interface Decision {
  /** Fetch the image as the pull policy says and store the container. */
  record Create() implements Decision {}

  record Start(long launch, @Nullable String requestedBy) implements Decision {}

  /** Stop the run of an earlier launch and start a new one. */
  record Restart(long launch, @Nullable Duration timeout, @Nullable String requestedBy)
      implements Decision {}

  /** The launch needs no act: the container runs, or a later wish overtook it. */
  record PassLaunch(long launch) implements Decision {}

  record Stop(@Nullable Duration timeout, @Nullable String requestedBy) implements Decision {}

  record Pause() implements Decision {}

  record Unpause() implements Decision {}

  record Kill(long number, String signal, @Nullable String requestedBy) implements Decision {}

  /** The signal needs no sending: its run is over. */
  record PassKill(long number) implements Decision {}

  /** Give the container the parts of the spec that may change while it lives. */
  record Update(ContainerSpec spec) implements Decision {}

  record Remove(
      boolean force, boolean volumes, @Nullable Duration timeout, @Nullable String requestedBy)
      implements Decision {}

  /** Nothing is left to do. */
  record Reached() implements Decision {}

  /** The container was here and is gone, as it should be. */
  record Gone() implements Decision {}

  /** Neither assignment nor container are left. */
  record Forget() implements Decision {}

  /** The goal cannot be reached. */
  record Refuse(ErrorCode code, String message) implements Decision {}
}
