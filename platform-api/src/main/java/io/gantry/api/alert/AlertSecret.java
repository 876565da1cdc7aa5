package io.gantry.api.alert;

/**
 * A rule with the secret its calls are signed with.
 *
 * @param secret cannot be shown again
 */
public record AlertSecret(AlertResource alert, String secret) {}
