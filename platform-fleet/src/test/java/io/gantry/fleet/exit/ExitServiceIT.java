package io.gantry.fleet.exit;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ExitCause;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
      Page<ExitResource> page = exits.list(caller, ExitFilter.ALL, request);
      page.items().forEach(exit -> runs.add(exit.record().run()));
      request = page.next() == null ? null : new PageRequest(3, page.next());
    }

    assertThat(runs)
        .isEqualTo(LongStream.rangeClosed(1, RUNS).map(run -> RUNS + 1 - run).boxed().toList());
  }

  @Test
  void listsWhatAFilterNames() {
    Instant fifth = exits.get(caller, container.name(), 5).record().finishedAt();

    assertThat(runs(new ExitFilter(container.name(), null, null, null, null, null, null)))
        .hasSize(RUNS);
    assertThat(
            runs(
                new ExitFilter(
                    container.id().shortId(), "busybox", 4, null, node.name(), null, null)))
        .containsExactly(4L);
    assertThat(runs(new ExitFilter(null, null, null, null, null, fifth, null)))
        .containsExactly(10L, 9L, 8L, 7L, 6L, 5L);
    assertThat(runs(new ExitFilter(null, null, null, null, null, null, fifth)))
        .containsExactly(4L, 3L, 2L, 1L);
    assertThat(runs(new ExitFilter(null, null, null, ExitCause.OUT_OF_MEMORY, null, null, null)))
        .isEmpty();
    assertThat(runs(new ExitFilter(null, "alpine", null, null, null, null, null))).isEmpty();
  }

  private List<Long> runs(ExitFilter filter) {
    return exits.list(caller, filter, PageRequest.FIRST).items().stream()
        .map(exit -> exit.record().run())
        .toList();
  }
}
