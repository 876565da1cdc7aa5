/**
 * A fleet without hosts: nodes that enrol, watch and report by the agent's own client classes, with
 * containers that exist in memory only. Start at {@link io.gantry.bench.fleet.FleetRun}.
 */
@NullMarked
package io.gantry.bench.fleet;

import org.jspecify.annotations.NullMarked;
