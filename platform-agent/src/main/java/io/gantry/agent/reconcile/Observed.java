package io.gantry.agent.reconcile;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;

/**
 * A container as the engine has it, as far as decisions need it.
 *
 * @param run number of the newest run, 0 before the first
 * @param restartPending whether a restart policy is about to start it again
 */
record Observed(ContainerState state, long run, boolean restartPending, ContainerSpec spec) {}
