package io.gantry.engine.runtime;

import java.time.Instant;

/**
 * How a container ended, as its monitor wrote it down.
 *
 * @param code what the process returned, 128 plus the number for a signal, -1 if the monitor killed
 *     it at the end of its run's time (EXIT-13)
 * @param finishedAt when it was written (EXIT-7)
 */
public record ExitFile(int code, Instant finishedAt) {}
