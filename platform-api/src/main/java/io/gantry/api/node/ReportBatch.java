package io.gantry.api.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports in the order of their sequence, without gaps to what was acknowledged before.
 *
 * @param epoch made anew with the node's store; sequences of different epochs do not compare
 * @param sentAt the node's clock, to measure its offset
 */
public record ReportBatch(
    String epoch, Instant sentAt, @Nullable NodeFacts facts, List<Report> reports) {
  /** Most reports of one batch. */
  public static final int MAXIMUM_REPORTS = 500;

  public ReportBatch {
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  /**
   * The answer: all reports up to this sequence are in the database and may be forgotten by the
   * node.
   */
  public record Acknowledgement(long sequence) {}
}
