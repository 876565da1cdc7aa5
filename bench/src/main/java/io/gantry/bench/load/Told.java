package io.gantry.bench.load;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.engine.state.Outbox;
import java.util.List;

/** Reads what the engine tells and acknowledges it, as the agent does. Thread-safe. */
final class Told {
  private static final int MOST = 500;

  private final Outbox outbox;
  private long ends;

  Told(Outbox outbox) {
    this.outbox = outbox;
  }

  synchronized void takeAll() {
    List<Report> reports = outbox.read(outbox.acknowledged(), MOST);
    while (!reports.isEmpty()) {
      for (Report report : reports) {
        ExitRecord exit = report.exit();
        ends += exit == null ? 0 : 1;
      }
      outbox.acknowledge(reports.getLast().sequence());
      reports = outbox.read(outbox.acknowledged(), MOST);
    }
  }

  /** Ends of runs that were told. */
  synchronized long ends() {
    return ends;
  }
}
