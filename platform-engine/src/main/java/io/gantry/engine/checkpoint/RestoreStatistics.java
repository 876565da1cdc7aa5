package io.gantry.engine.checkpoint;

import java.time.Duration;

/**
 * What CRIU says of a restore.
 *
 * @param forking until all processes were there
 * @param restoring the whole of it
 * @param pagesRestored pages of memory brought back
 */
public record RestoreStatistics(Duration forking, Duration restoring, long pagesRestored) {}
