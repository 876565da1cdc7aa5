package io.gantry.fleet.exit;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ExitCause;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.ledger.ExitPage;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.fleet.testing.Reports.Ending;
import io.gantry.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class ExitServiceIT {
  private static final int RUNS = 10;

  private final Fleet fleet;
  private final ExitService exits;

  private Caller caller;
  private Enrolled node;
  private ContainerResource container;

  @Autowired
  ExitServiceIT(Fleet fleet, ExitService exits) {
    this.fleet = fleet;
    this.exits = exits;
  }

  /** The code of a run is its number. */
  @BeforeEach
  void endTenRuns() {
    caller = fleet.tenant();
    node = fleet.node();
    container = fleet.started(caller, node);
    Reports reports = Fleet.reports(container.id());
    fleet.report(
        node,
        "e",
        IntStream.rangeClosed(1, RUNS)
            .mapToObj(run -> reports.exit(run, run, run))
            .toArray(Report[]::new));
  }

  @Test
  void keepsAllThatWasReported() {
    ExitResource exit = exits.get(caller, container.id().value(), 3);

    assertThat(exit.record()).isEqualTo(Fleet.reports(container.id()).exit(3, 3, 3).exit());
    assertThat(exit.containerName()).isEqualTo(container.name());
    assertThat(exit.image()).isEqualTo("busybox");
    assertThat(exit.node()).isEqualTo(node.name());
    assertThat(exit.tenant()).isEqualTo(caller.tenant());
  }

  @Test
  void saysThatARunHasNotEnded() {
    assertRefused(ErrorCode.NO_EXIT_CODE, () -> exits.get(caller, container.name(), RUNS + 1));
  }

  @Test
  void listsEachExitOnceFromPageToPage() {
    List<Long> runs = new ArrayList<>();
    PageRequest request = new PageRequest(3, null);
    while (request != null) {
      ExitPage page = exits.list(caller, ExitFilter.ALL, request);
      page.items().forEach(exit -> runs.add(exit.record().run()));
      request = page.next() == null ? null : new PageRequest(3, page.next());
    }

    assertThat(runs)
        .isEqualTo(LongStream.rangeClosed(1, RUNS).map(run -> RUNS + 1 - run).boxed().toList());
  }

  @Test
  void listsWhatAFilterNames() {
    Instant fifth = exits.get(caller, container.name(), 5).record().finishedAt();

    assertThat(runs(filter().container(container.name()))).hasSize(RUNS);
    assertThat(
            runs(
                filter()
                    .container(container.id().shortId())
                    .image("busybox")
                    .codes(Set.of(4))
                    .node(node.name())))
        .containsExactly(4L);
    assertThat(runs(filter().since(fifth))).containsExactly(10L, 9L, 8L, 7L, 6L, 5L);
    assertThat(runs(filter().until(fifth))).containsExactly(4L, 3L, 2L, 1L);
    assertThat(runs(filter().codes(Set.of(2, 9, 77)))).containsExactly(9L, 2L);
    assertThat(runs(filter().cause(ExitCause.OUT_OF_MEMORY))).isEmpty();
    assertThat(runs(filter().image("alpine"))).isEmpty();
  }

  @Test
  void pagesThroughAnyOfSeveralCodes() {
    ExitFilter filter = filter().codes(Set.of(1, 3, 5, 7)).build();

    ExitPage first = exits.list(caller, filter, new PageRequest(3, null));
    ExitPage second = exits.list(caller, filter, new PageRequest(3, first.next()));

    assertThat(runs(first)).containsExactly(7L, 5L, 3L);
    assertThat(runs(second)).containsExactly(1L);
    assertThat(second.next()).isNull();
  }

  @Test
  void takesOnlyRunsThatFailedByThemselvesForFailures() {
    Reports reports = Fleet.reports(container.id());
    fleet.report(
        node,
        "e",
        reports.exit(11, 11, 0),
        reports.ended(12, new Ending(12, 143, ExitCause.REQUESTED)),
        reports.ended(13, new Ending(13, 137, ExitCause.OUT_OF_MEMORY)));

    assertThat(runs(filter().failed(true).since(Reports.START.plusSeconds(10))))
        .containsExactly(13L, 10L);
  }

  @Test
  void findsTheRunsOfAnImagesDigest() {
    Reports reports = Fleet.reports(container.id());
    fleet.report(
        node,
        "e",
        reports.ended(11, new Ending(11, 1, ExitCause.ENDED).of("sha256:new")),
        reports.ended(12, new Ending(12, 1, ExitCause.ENDED).of("sha256:old")));

    assertThat(runs(filter().imageDigest("sha256:new"))).containsExactly(11L);
  }

  @Test
  void findsRunsByTheLabelsTheirContainerHad() {
    ContainerResource labelled = fleet.started(caller, node, Map.of("app", "web", "tier", "1"));
    fleet.report(node, "e", Fleet.reports(labelled.id()).exit(11, 1, 99));

    assertThat(codes(filter().labels(Map.of("app", "web")))).containsExactly(99);
    assertThat(codes(filter().labels(Map.of("app", "web", "tier", "1")))).containsExactly(99);
    assertThat(codes(filter().labels(Map.of("app", "web", "tier", "2")))).isEmpty();
    assertThat(exits.get(caller, labelled.name(), 1).labels())
        .isEqualTo(Map.of("app", "web", "tier", "1"));
  }

  private static ExitFilter.Builder filter() {
    return ExitFilter.builder();
  }

  private List<Integer> codes(ExitFilter.Builder filter) {
    return exits.list(caller, filter.build(), PageRequest.FIRST).items().stream()
        .map(exit -> exit.record().code())
        .toList();
  }

  private List<Long> runs(ExitFilter.Builder filter) {
    return runs(exits.list(caller, filter.build(), PageRequest.FIRST));
  }

  private static List<Long> runs(ExitPage page) {
    return page.items().stream().map(exit -> exit.record().run()).toList();
  }
}
