package io.gantry.api.resource;

/**
 * A signal to send.
 *
 * @param signal name ({@code SIGHUP}, {@code HUP}) or number
 */
public record KillRequest(String signal) {}
