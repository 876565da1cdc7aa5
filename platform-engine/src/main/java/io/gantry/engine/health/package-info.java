/**
 * Health checks: what is run, how its result is judged, and the log of the last results. When a
 * check is due and what follows from it is the lifecycle's matter. Start at {@link
 * io.gantry.engine.health.HealthExec} and {@link io.gantry.engine.health.HealthLog}.
 */
@NullMarked
package io.gantry.engine.health;

import org.jspecify.annotations.NullMarked;
