package io.gantry.fleet.idempotency;

/**
 * A request its client may repeat.
 *
 * @param key made up by the client
 * @param fingerprint tells one request from another: method, path and body
 */
public record IdempotentRequest(String key, String fingerprint) {}
