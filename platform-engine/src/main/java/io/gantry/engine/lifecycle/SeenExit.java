package io.gantry.engine.lifecycle;

import java.time.Instant;

/**
 * What a monitor wrote down.
 *
 * @param finishedAt the exit file's change time (EXIT-7)
 */
public record SeenExit(int code, Instant finishedAt) {}
