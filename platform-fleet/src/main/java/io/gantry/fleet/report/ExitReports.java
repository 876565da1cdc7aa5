package io.gantry.fleet.report;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ExitResource;
import io.gantry.fleet.exit.ExitRecording;
import io.gantry.persistence.container.ContainerRows.Owned;
import io.gantry.persistence.history.ExitLedger.Entry;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Adds the exits a node reports to the ledger. One that is there already stays as it is. */
@Component
class ExitReports {
  private final ExitRecording recording;

  ExitReports(ExitRecording recording) {
    this.recording = recording;
  }

  void apply(Reported reported) {
    recording.record(
        reported
            .bodies(Report::exit)
            .map(exit -> entry(reported, exit))
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<Entry> entry(Reported reported, ExitRecord exit) {
    return reported.owned(exit.container()).map(owner -> entry(reported, exit, owner));
  }

  private static Entry entry(Reported reported, ExitRecord exit, Owned owner) {
    return new Entry(
        reported.node().id(),
        new ExitResource(
            exit,
            owner.name(),
            owner.image(),
            owner.labels(),
            reported.node().name(),
            owner.tenant(),
            reported.at()));
  }
}
