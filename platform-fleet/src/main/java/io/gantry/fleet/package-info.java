/**
 * The rules of the fleet, by feature in the packages below: who may have which container, where it
 * runs, what its node is told, and what is kept of what happened. Each public service asks for a
 * permission, works in one transaction and sees only the tenant of its caller. Start at {@link
 * io.gantry.fleet.FleetConfiguration}.
 */
@NullMarked
package io.gantry.fleet;

import org.jspecify.annotations.NullMarked;
