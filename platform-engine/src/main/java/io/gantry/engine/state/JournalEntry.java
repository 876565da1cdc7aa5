package io.gantry.engine.state;

import io.gantry.api.node.Report;
import java.time.Instant;

/**
 * An event as the node keeps it.
 *
 * @param sequence grows with each event of this store, by one
 */
public record JournalEntry(long sequence, Instant at, Report.Event event) {}
