package io.gantry.api.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a stop or restart.
 *
 * @param timeout grace before KILL; absent is the container's own
 */
public record StopRequest(@Nullable Duration timeout) {}
