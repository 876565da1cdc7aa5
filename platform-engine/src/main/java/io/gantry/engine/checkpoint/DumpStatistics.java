package io.gantry.engine.checkpoint;

import java.time.Duration;

/**
 * What CRIU says of a checkpoint.
 *
 * @param freezing until all processes stood still
 * @param frozen how long they stood still
 * @param memoryDump of that, to take their memory
 * @param memoryWrite of that, to write it
 * @param pagesScanned pages of memory looked at
 * @param pagesWritten of those, the ones written
 */
public record DumpStatistics(
    Duration freezing,
    Duration frozen,
    Duration memoryDump,
    Duration memoryWrite,
    long pagesScanned,
    long pagesWritten) {}
