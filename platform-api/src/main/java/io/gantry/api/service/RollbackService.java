package io.gantry.api.service;

import org.jspecify.annotations.Nullable;

/**
 * The wish for another revision of before.
 *
 * @param revision absent is the last good one, or the one before if the service is at that
 */
public record RollbackService(@Nullable Integer revision) {}
