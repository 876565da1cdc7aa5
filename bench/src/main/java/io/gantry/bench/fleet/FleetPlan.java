package io.gantry.bench.fleet;

import java.time.Duration;

/**
 * What a fleet does.
 *
 * @param containers of all nodes together
 * @param time how long it is under load
 * @param exitsPerSecond ends of containers, which each node starts again
 * @param flaps connections of single nodes that break for a second, evenly over the time
 * @param partition how long every tenth node is cut off in the middle of the time
 */
public record FleetPlan(
    int agents,
    int containers,
    Duration time,
    double exitsPerSecond,
    int flaps,
    Duration partition) {}
