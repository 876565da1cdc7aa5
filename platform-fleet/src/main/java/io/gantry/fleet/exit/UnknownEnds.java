package io.gantry.fleet.exit;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.persistence.doctor.OpenRunRows.OpenRun;
import io.gantry.persistence.history.ExitLedger.Entry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ends runs in the ledger whose end nobody will ever tell: with the code -1, the cause UNKNOWN and
 * the reason, never with an invented one. A run that has an end keeps it.
 */
@Component
public class UnknownEnds {
  private final ExitRecording recording;
  private final Clock clock;

  UnknownEnds(ExitRecording recording, Clock clock) {
    this.recording = recording;
    this.clock = clock;
  }

  /** Part of the caller's transaction. */
  public void record(OpenRun known, long run, String reason) {
    boolean newest = run == known.run();
    recording.record(
        List.of(
            entry(
                known,
                new ExitRecord(
                    known.container(),
                    run,
                    ExitRecord.UNSEEN,
                    null,
                    false,
                    ExitCause.UNKNOWN,
                    reason,
                    null,
                    newest ? known.startedAt() : null,
                    finishedAt(newest ? known.finishedAt() : known.startedAt()),
                    null,
                    newest ? known.imageDigest() : null))));
  }

  /** The latest it can have been, as far as that is known. */
  private Instant finishedAt(@Nullable Instant told) {
    return told == null ? clock.instant() : told;
  }

  private Entry entry(OpenRun known, ExitRecord record) {
    return new Entry(
        known.nodeId(),
        new ExitResource(
            record,
            known.name(),
            known.image(),
            known.labels(),
            known.nodeName(),
            known.tenant(),
            clock.instant()));
  }
}
