package io.gantry.api.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports in the order of their sequence, without gaps to what was acknowledged before.
 *
 * @param epoch made anew with the node's store; sequences of different epochs do not compare
 * @param sentAt the node's clock, to measure its offset
 * @param endsTold how far the ends of runs are told; absent from agents that do not say so, and
 *     when there is nothing new to say
 */
public record ReportBatch(
    String epoch,
    Instant sentAt,
    @Nullable NodeFacts facts,
    List<Report> reports,
    @Nullable EndsTold endsTold) {
  /** Most reports of one batch. */
  public static final int MAXIMUM_REPORTS = 500;

  public ReportBatch {
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  /**
   * Every run that ended before an instant of the node's clock is in the reports up to a sequence.
   */
  public record EndsTold(long sequence, Instant upTo) {}

  /**
   * The answer: all reports up to this sequence are in the database and may be forgotten by the
   * node.
   */
  public record Acknowledgement(long sequence) {}
}
