package io.gantry.api.resource;

import java.time.Instant;

/** A one-time token to enrol one node; shown once. */
public record NodeToken(String token, Instant expiresAt) {}
