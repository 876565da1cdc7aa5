package io.gantry.engine.crash;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks whether every run of removed containers was told to end once, and truly. */
final class ToldEnds {
  private final Map<String, List<ExitRecord>> ends;
  private final Set<Integer> codes;
  private final List<String> problems = new ArrayList<>();

  private ToldEnds(List<Report> reports, Set<Integer> codes) {
    this.codes = codes;
    this.ends =
        reports.stream()
            .map(Report::exit)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(
                    exit -> run(exit.container(), exit.run()), TreeMap::new, Collectors.toList()));
  }

  /**
   * What is wrong, one sentence each.
   *
   * @param reports all that was told of the containers, in order
   * @param codes how runs may have ended
   */
  static List<String> problems(List<Report> reports, Set<Integer> codes) {
    ToldEnds told = new ToldEnds(reports, codes);
    told.check(lastStatuses(reports));
    return told.problems;
  }

  private static Collection<ContainerStatus> lastStatuses(List<Report> reports) {
    Map<String, ContainerStatus> last = new TreeMap<>();
    reports.stream()
        .map(Report::status)
        .filter(Objects::nonNull)
        .forEach(status -> last.put(status.container().value(), status));
    return last.values();
  }

  private void check(Collection<ContainerStatus> statuses) {
    for (ContainerStatus status : statuses) {
      if (!status.removed()) {
        problems.add("container " + status.container() + " was never told to be gone");
      }
      for (long run = 1; run <= status.run(); run++) {
        count(run(status.container(), run));
      }
    }
    ends.values().stream().flatMap(List::stream).forEach(this::check);
  }

  private void count(String run) {
    int times = ends.getOrDefault(run, List.of()).size();
    if (times != 1) {
      problems.add("the end of " + run + " was told " + times + " times");
    }
  }

  private void check(ExitRecord exit) {
    String run = run(exit.container(), exit.run());
    if (!codes.contains(exit.code())) {
      problems.add(run + " cannot have ended with " + exit.code() + ", " + exit.cause());
    }
    if (exit.code() == ExitRecord.UNSEEN && exit.evidence() == null) {
      problems.add(run + " ended unseen, and nobody says why");
    }
  }

  private static String run(ContainerId container, long number) {
    return "run " + number + " of " + container;
  }
}
