package io.gantry.fleet.container;

/**
 * How a container is removed.
 *
 * @param force whether it may be running
 * @param volumes whether its anonymous volumes go as well
 */
public record Removal(boolean force, boolean volumes) {}
