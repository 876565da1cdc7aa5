package io.gantry.api.doctor;

/**
 * Asks to mend one object.
 *
 * @param id as {@link StuckResource#id()} names it
 */
public record MendStuck(StuckKind kind, String id) {}
