package io.gantry.agent.report;

import io.gantry.api.node.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is still to be told: the engine's outbox. */
public interface ReportSource {
  /** Changes with the node's store; sequences of different epochs do not compare. */
  String epoch();

  /** The oldest reports that were not acknowledged, in order. */
  List<Report> read(int limit);

  /**
   * No run that ended before this instant is added later than now; empty if that cannot be said.
   */
  Optional<Instant> endsKnownUpTo();

  /** All reports up to the sequence are in the control plane's database. */
  void acknowledge(long sequence);

  /** The newest sequence of the epoch that was acknowledged; 0 if none. */
  long acknowledged();

  /**
   * Begins a new epoch with everything that is still known here: the control plane no longer has
   * what it acknowledged.
   */
  void tellAnew();

  /** Calls the listener after each report that was added; it must return at once. */
  void onAppend(Runnable listener);
}
