package io.gantry.api.container;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the container wants to be stopped.
 *
 * @param signal name ({@code SIGTERM}, {@code TERM}) or number; absent is the image's, else TERM
 * @param timeout grace before KILL; absent is 10 s
 */
public record StopSpec(@Nullable String signal, @Nullable Duration timeout) {
  public static final StopSpec DEFAULT = new StopSpec(null, null);
}
