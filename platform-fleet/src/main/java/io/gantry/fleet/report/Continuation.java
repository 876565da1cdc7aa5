package io.gantry.fleet.report;

import io.gantry.api.node.Report;
import java.util.ArrayList;
import java.util.List;

/** Which reports continue what was taken in before. */
final class Continuation {
  private Continuation() {}

  /** The reports that follow the sequence without a gap, each once. */
  static List<Report> of(List<Report> inOrder, long before) {
    List<Report> next = new ArrayList<>();
    long reached = before;
    for (Report report : inOrder) {
      if (report.sequence() == reached + 1) {
        next.add(report);
        reached++;
      }
    }
    return next;
  }
}
