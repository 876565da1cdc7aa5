package io.gantry.fleet.service;

import io.gantry.api.service.RolloutState;
import io.gantry.fleet.service.ServiceNow.Replica;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a service.
 *
 * @param step what is done now; when it is done the service is looked at again
 * @param nextAttemptAt when the next replica may be made, if that is why none is made now
 * @param rollsBackAt when it goes back to its good revision without progress
 */
record ServicePlan(
    RolloutState state,
    @Nullable Step step,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant rollsBackAt) {

  /** One thing to do. */
  sealed interface Step {
    /** Makes and starts a replica. */
    record Make(int revision) implements Step {}

    record Remove(Replica replica) implements Step {}

    /** Makes the good revision the target again. */
    record RollBack(int revision) implements Step {}

    /** Deletes the service, which has no container any more. */
    record Forget() implements Step {}
  }
}
