package io.gantry.engine.secret;

import java.time.Instant;

/** A secret as it may be shown: everything but what it holds. */
public record SecretSummary(String name, Instant createdAt) {}
