package io.gantry.fleet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.resource.StopRequest;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.event.EventService;
import io.gantry.fleet.exit.ExitService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.fleet.testing.Together;
import io.gantry.security.Caller;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@FleetTest
class ReportIngestionIT {
  private final Fleet fleet;
  private final ContainerService containers;
  private final ExitService exits;
  private final EventService events;
  private final ContainerOperations operations;
  private final JdbcClient jdbc;

  private Caller caller;
  private Enrolled node;
  private ContainerResource container;
  private Reports reports;

  @Autowired
  ReportIngestionIT(
      Fleet fleet,
      ContainerService containers,
      ExitService exits,
      EventService events,
      ContainerOperations operations,
      JdbcClient jdbc) {
    this.fleet = fleet;
    this.containers = containers;
    this.exits = exits;
    this.events = events;
    this.operations = operations;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void startAContainer() {
    caller = fleet.tenant();
    node = fleet.node();
    container = fleet.started(caller, node);
    reports = Fleet.reports(container.id());
  }

  @Test
  void tellsANodeHowLittleARestoredDatabaseHasAndTakesItsNewEpoch() {
    fleet.report(node, "a", reports.status(1, ContainerState.RUNNING, 1));
    fleet.report(node, "a", reports.exit(2, 1, 42));
    forgetFrom("a", 2);

    assertThat(fleet.report(node, "a")).isEqualTo(1);
    assertThat(fleet.report(node, "a", reports.status(3, ContainerState.EXITED, 1))).isEqualTo(1);
    assertThat(fleet.report(node, "b", reports.exit(4, 1, 42))).isEqualTo(4);
    assertThat(fleet.report(node, "b")).isEqualTo(4);
  }

  /** As a backup of the database would that was taken before. */
  private void forgetFrom(String epoch, long sequence) {
    jdbc.sql("update node_sequences set sequence = ? where node_id = ? and epoch = ?")
        .params(sequence - 1, node.nodeId(), epoch)
        .update();
  }

  @Test
  void showsTheStatusThatWasReportedLast() {
    fleet.report(
        node,
        "e",
        reports.status(1, ContainerState.CREATED, 0),
        reports.status(2, ContainerState.RUNNING, 1));

    ContainerResource shown = containers.get(caller, container.name());

    assertThat(shown.status().state()).isEqualTo("running");
    assertThat(shown.status().run()).isEqualTo(1);
    assertThat(shown.status().addresses()).containsExactly("10.88.0.2");
    assertThat(shown.status().nodeReachable()).isTrue();
    assertThat(shown.version()).isEqualTo(container.version());
  }

  @Test
  void writesAnExitOnceHoweverOftenItIsReported() {
    fleet.report(node, "e", reports.exit(1, 1, 42));
    fleet.report(node, "e", reports.exit(1, 1, 42));
    fleet.report(node, "e", reports.exit(1, 1, 42), reports.exit(2, 1, 0));

    assertThat(ledger())
        .singleElement()
        .satisfies(exit -> assertThat(exit.record().code()).isEqualTo(42));
  }

  @Test
  void writesAnExitOnceWhenManyDeliverItAtATime() throws Exception {
    List<Long> acknowledged =
        Together.run(
            16,
            number ->
                () -> fleet.report(node, "e", reports.exit(1, 1, 42), reports.exit(2, 2, 43)));

    assertThat(acknowledged).containsOnly(2L);
    assertThat(ledger()).hasSize(2);
  }

  @Test
  void doesNotAcknowledgePastMissingReports() {
    fleet.report(node, "e", reports.exit(1, 1, 1));

    long early = fleet.report(node, "e", reports.exit(3, 3, 3));
    long late = fleet.report(node, "e", reports.exit(3, 3, 3), reports.exit(2, 2, 2));

    assertThat(early).isEqualTo(1);
    assertThat(late).isEqualTo(3);
    assertThat(ledger()).extracting(exit -> exit.record().run()).containsExactly(3L, 2L, 1L);
  }

  @Test
  void beginsAnewWithEachStoreOfTheNode() {
    fleet.report(node, "first", reports.exit(1, 1, 1));

    long acknowledged = fleet.report(node, "second", reports.exit(1, 2, 2));

    assertThat(acknowledged).isEqualTo(1);
    assertThat(ledger()).hasSize(2);
    assertThat(fleet.report(node, "first")).isEqualTo(1);
  }

  @Test
  void ignoresWhatANodeSaysOfContainersThatAreNotItsOwn() {
    Enrolled other = fleet.node();

    long acknowledged =
        fleet.report(
            other,
            "e",
            reports.status(1, ContainerState.RUNNING, 1),
            reports.exit(2, 1, 0),
            reports.event(3, "died", "lie"),
            reports.removed(4));

    assertThat(acknowledged).isEqualTo(4);
    assertThat(ledger()).isEmpty();
    assertThat(containers.get(caller, container.name()).status().state()).isEqualTo("pending");
    assertThat(events.list(caller, 0, PageRequest.FIRST).items()).isEmpty();
  }

  @Test
  void forgetsARemovedContainerButNotItsExits() {
    fleet.report(node, "e", reports.exit(1, 1, 7), reports.removed(2));

    assertThatThrownBy(() -> containers.get(caller, container.name()))
        .isInstanceOfSatisfying(
            GantryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_CONTAINER));
    assertThat(exits.get(caller, container.name(), 1).record().code()).isEqualTo(7);
    assertThat(exits.get(caller, container.id().shortId(), 1).node()).isEqualTo(node.name());
  }

  @Test
  void takesTextsThatADatabaseCannotHold() {
    Report hostile = reports.event(1, "start", "a\0b\uD800" + "x".repeat(10_000));

    fleet.report(node, "e", hostile);

    assertThat(events.list(caller, 0, PageRequest.FIRST).items())
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).startsWith("a\uFFFDb?x").hasSize(4096));
  }

  @Test
  void givesEventsOfAContainerToItsOwnTenant() {
    fleet.report(node, "e", reports.event(1, "start", "one"), reports.event(2, "died", "two"));

    assertThat(events.list(caller, 0, PageRequest.FIRST).items())
        .extracting(event -> event.id() + " " + event.action())
        .containsExactly("1 start", "2 died");
  }

  @Test
  void takesRemovalsInWhileUsersChangeTheSameContainers() throws Exception {
    List<ContainerResource> many =
        IntStream.range(0, 40).mapToObj(number -> fleet.container(caller, node)).toList();
    Report[] removals =
        IntStream.range(0, 40)
            .mapToObj(number -> Fleet.reports(many.get(number).id()).removed(number + 1))
            .toArray(Report[]::new);

    List<Long> acknowledged =
        Together.run(
            9,
            number ->
                number == 0
                    ? () -> fleet.report(node, "removals", removals)
                    : () -> restartAll(many));

    assertThat(acknowledged.getFirst()).isEqualTo(40);
    assertThat(containers.list(caller, ContainerFilter.ALL, PageRequest.FIRST).items())
        .extracting(ContainerResource::id)
        .containsExactly(container.id());
  }

  private long restartAll(List<ContainerResource> many) {
    for (ContainerResource one : many) {
      try {
        operations.restart(caller, Target.of(one.name()), new StopRequest(null));
      } catch (GantryException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_CONTAINER);
      }
    }
    return 0;
  }

  private List<ExitResource> ledger() {
    return exits.list(caller, ExitFilter.ALL, PageRequest.FIRST).items();
  }
}
