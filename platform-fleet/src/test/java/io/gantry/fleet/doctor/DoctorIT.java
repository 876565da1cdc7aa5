package io.gantry.fleet.doctor;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.doctor.MendStuck;
import io.gantry.api.doctor.Mending;
import io.gantry.api.doctor.StuckKind;
import io.gantry.api.doctor.StuckResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.node.ReportBatch.EndsTold;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.StopRequest;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.Removal;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.exit.ExitService;
import io.gantry.fleet.idempotency.Answer;
import io.gantry.fleet.idempotency.IdempotencyService;
import io.gantry.fleet.idempotency.IdempotentRequest;
import io.gantry.fleet.node.NodeService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Reports;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@FleetTest
class DoctorIT {
  private static final Instant LATER = Instant.parse("2026-11-24T12:00:00Z");

  private final Fleet fleet;
  private final Doctor doctor;
  private final ContainerOperations operations;
  private final ExitService exits;
  private final NodeService nodes;
  private final IdempotencyService idempotency;
  private final JdbcClient database;

  private Caller owner;
  private Enrolled node;

  @Autowired
  DoctorIT(
      Fleet fleet,
      Doctor doctor,
      ContainerOperations operations,
      ExitService exits,
      NodeService nodes,
      IdempotencyService idempotency,
      TestDatabase database) {
    this.fleet = fleet;
    this.doctor = doctor;
    this.operations = operations;
    this.exits = exits;
    this.nodes = nodes;
    this.idempotency = idempotency;
    this.database = JdbcClient.create(database.dataSource());
  }

  @BeforeEach
  void makeATenantWithANode() {
    owner = fleet.tenant();
    node = fleet.node();
  }

  @Test
  void repeatsAnAssignmentTheNodeHasToldNothingOf() {
    ContainerResource container = fleet.started(owner, node);
    assertThat(kinds()).isEmpty();
    age("containers", "updated_at");

    assertThat(kinds()).containsExactly(StuckKind.NEVER_REPORTED);
    repeats(container);
  }

  @Test
  void repeatsAChangeTheNodeHasNotActedOn() {
    ContainerResource container = running();
    assertThat(kinds()).isEmpty();
    operations.stop(owner, Target.of(container.name()), new StopRequest(null));
    assertThat(kinds()).isEmpty();
    age("containers", "updated_at");

    assertThat(kinds()).containsExactly(StuckKind.WISH_UNANSWERED);
    repeats(container);
  }

  @Test
  void repeatsAChangeTheNodeCouldNotMake() {
    ContainerResource container = fleet.started(owner, node);
    Failure failure = new Failure(ErrorCode.NO_SUCH_IMAGE, "there is no image busybox");
    fleet.report(
        node, "e", reports(container).reached(1, number("generation", container), failure));
    assertThat(kinds()).isEmpty();
    age("containers", "updated_at");

    assertThat(list())
        .singleElement()
        .satisfies(
            stuck -> {
              assertThat(stuck.kind()).isEqualTo(StuckKind.WISH_FAILED);
              assertThat(stuck.why()).endsWith("; NO_SUCH_IMAGE: there is no image busybox");
            });
    repeats(container);
  }

  @Test
  void repeatsAStopWhoseGraceIsOver() {
    ContainerResource container = running();
    fleet.report(node, "e", reports(container).status(2, ContainerState.STOPPING, 1));
    set("container_status", "reported_at", "now()");
    assertThat(kinds()).isEmpty();
    age("container_status", "reported_at");

    assertThat(kinds()).containsExactly(StuckKind.STOPPING);
    repeats(container);
  }

  @Test
  void repeatsARemovalTheNodeHasNotTold() {
    ContainerResource container = running();
    operations.remove(owner, Target.of(container.name()), new Removal(true, false, null));
    assertThat(kinds()).isEmpty();
    age("containers", "updated_at");

    assertThat(kinds()).containsExactly(StuckKind.REMOVING);
    repeats(container);
    fleet.report(node, "e", reports(container).removed(2, 9));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void repeatsAnAssignmentWhoseRestartDidNotCome() {
    ContainerResource container = running();
    fleet.report(
        node, "e", reports(container).exit(2, 1, 1), reports(container).waiting(3, 1, LATER));
    answered();
    set("container_status", "next_restart_at", "now() - interval '10 s'");
    assertThat(kinds()).isEmpty();
    age("container_status", "next_restart_at");

    assertThat(kinds()).containsExactly(StuckKind.RESTART_OVERDUE);
    repeats(container);
  }

  @Test
  void leavesAContainerWhoseStateNobodyKnowsToItsOwner() {
    ContainerResource container = running();
    fleet.report(node, "e", reports(container).status(2, ContainerState.UNKNOWN, 1));
    answered();
    set("container_status", "reported_at", "now()");
    assertThat(kinds()).isEmpty();
    age("container_status", "reported_at");

    assertThat(kinds()).containsExactly(StuckKind.STATE_UNKNOWN);
    assertRefused(
        ErrorCode.STATE_INVALID, () -> mend(StuckKind.STATE_UNKNOWN, container.id().value()));
  }

  @Test
  void showsWhatIsAskedOfANodeThatIsAwayAndWaitsForIt() {
    ContainerResource container = running();
    operations.stop(owner, Target.of(container.name()), new StopRequest(null));
    age("containers", "updated_at");
    leave();

    assertThat(list())
        .singleElement()
        .satisfies(
            stuck -> {
              assertThat(stuck.kind()).isEqualTo(StuckKind.NODE_AWAY);
              assertThat(stuck.mending()).isNull();
            });
  }

  @Test
  void findsNothingStuckOnANodeThatIsAwayAndOwesNothing() {
    running();
    leave();

    assertThat(kinds()).isEmpty();
  }

  @Test
  void callsNoPausedOrEndedContainerStuck() {
    ContainerResource paused = running();
    fleet.report(node, "e", reports(paused).status(2, ContainerState.PAUSED, 1));
    answered();
    age("container_status", "reported_at");
    age("containers", "updated_at");

    assertThat(kinds()).isEmpty();
  }

  @Test
  void endsARunAsUnknownOnceNoReportToComeCanTellItsEnd() {
    ContainerResource container = running();
    fleet.report(node, "e", reports(container).status(2, ContainerState.EXITED, 1));
    age("container_status", "reported_at");
    assertThat(kinds()).as("the node may still tell it").isEmpty();
    fleet.report(node, "e", new EndsTold(2, Instant.now()));

    assertThat(kinds()).containsExactly(StuckKind.END_UNTOLD);
    StuckResource found = mend(StuckKind.END_UNTOLD, container.id() + "/1");
    ExitRecord end = exits.get(owner, container.name(), 1).record();

    assertThat(found.mending()).isEqualTo(Mending.END_RUN_AS_UNKNOWN);
    assertThat(end.code()).isEqualTo(-1);
    assertThat(end.cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(end.evidence()).contains("never how it ended; closed by system");
    assertThat(kinds()).isEmpty();
  }

  @Test
  void leavesRunsWithTheirEnds() {
    ContainerResource container = running();
    fleet.report(
        node,
        "e",
        new EndsTold(3, Instant.now()),
        reports(container).exit(2, 1, 42),
        reports(container).status(3, ContainerState.EXITED, 1));
    age("container_status", "reported_at");

    assertThat(kinds()).isEmpty();
    assertRefused(ErrorCode.NOT_FOUND, () -> mend(StuckKind.END_UNTOLD, container.id() + "/1"));
    assertThat(exits.get(owner, container.name(), 1).record().code()).isEqualTo(42);
  }

  @Test
  void endsTheOpenRunsOfANodeThatIsRemovedByForce() {
    ContainerResource open = running();
    ContainerResource ended = fleet.started(owner, node);
    fleet.report(
        node,
        "e",
        reports(ended).exit(2, 1, 42),
        reports(ended).status(3, ContainerState.EXITED, 1));

    nodes.remove(owner, node.name(), null, true);

    ExitResource end = exits.get(owner, open.id().value(), 1);
    assertThat(end.record().code()).isEqualTo(-1);
    assertThat(end.record().cause()).isEqualTo(ExitCause.UNKNOWN);
    assertThat(end.record().evidence()).contains("was removed before it told how the run ended");
    assertThat(exits.get(owner, ended.id().value(), 1).record().code()).isEqualTo(42);
  }

  @Test
  void forgetsAKeyThatIsKeptBeyondItsTime() {
    idempotency.once(owner, new IdempotentRequest("k/1", "f"), () -> new Answer(200, Map.of(), ""));
    assertThat(kinds()).isEmpty();
    age("idempotency_keys", "expires_at", "2 d");

    assertThat(kinds()).containsExactly(StuckKind.IDEMPOTENCY_KEY);
    mend(StuckKind.IDEMPOTENCY_KEY, "system/k/1");
    assertThat(kinds()).isEmpty();
  }

  @Test
  void showsNothingOfAnotherTenant() {
    fleet.started(owner, node);
    age("containers", "updated_at");
    Caller foreigner = fleet.tenant();

    StuckResource stuck = list().getFirst();
    assertThat(doctor.list(foreigner, 50).items()).isEmpty();
    assertRefused(
        ErrorCode.NOT_FOUND, () -> doctor.mend(foreigner, new MendStuck(stuck.kind(), stuck.id())));
    assertThat(ofPlatform(StuckKind.NEVER_REPORTED, stuck.id())).isNotEmpty();
    assertRefused(
        ErrorCode.STATE_INVALID,
        () -> doctor.mendOfPlatform(owner, new MendStuck(stuck.kind(), stuck.id())));
  }

  @Test
  void showsThePlatformNodesThatAreSilentOrLost() {
    Enrolled silent = fleet.silentNode();
    assertThat(ofPlatform(StuckKind.NODE_SILENT, silent.nodeId())).isEmpty();
    database
        .sql("update nodes set enrolled_at = now() - interval '2 h' where id = :node")
        .param("node", silent.nodeId())
        .update();
    leave();

    assertThat(ofPlatform(StuckKind.NODE_SILENT, silent.nodeId())).hasSize(1);
    assertThat(ofPlatform(StuckKind.NODE_LOST, node.nodeId())).hasSize(1);
  }

  @Test
  void forgetsAStreamNobodyDialled() {
    String id = UUID.randomUUID().toString();
    database
        .sql("insert into stream_requests values (:id, :node, '{}', now())")
        .param("id", id)
        .param("node", node.nodeId())
        .update();
    assertThat(ofPlatform(StuckKind.STREAM_REQUEST, id)).isEmpty();
    database.sql("update stream_requests set created_at = now() - interval '1 h'").update();

    assertThat(ofPlatform(StuckKind.STREAM_REQUEST, id)).hasSize(1);
    doctor.mendOfPlatform(owner, new MendStuck(StuckKind.STREAM_REQUEST, id));
    assertThat(ofPlatform(StuckKind.STREAM_REQUEST, id)).isEmpty();
  }

  @Test
  void forgetsMarksOfRemovedContainersBeyondTheirTime() {
    ContainerResource container = running();
    fleet.report(node, "e", reports(container).removed(2, 9));
    set("assignment_tombstones", "removed_at", "now()", "node_id", node.nodeId());
    assertThat(ofPlatform(StuckKind.TOMBSTONE, node.nodeId())).isEmpty();
    set("assignment_tombstones", "removed_at", "now() - interval '2 h'", "node_id", node.nodeId());

    assertThat(ofPlatform(StuckKind.TOMBSTONE, node.nodeId())).hasSize(1);
    doctor.mendOfPlatform(owner, new MendStuck(StuckKind.TOMBSTONE, node.nodeId()));
    assertThat(ofPlatform(StuckKind.TOMBSTONE, node.nodeId())).isEmpty();
  }

  @Test
  void showsWorkInTheBackgroundThatNobodyDoes() {
    database
        .sql(
            """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values ('forgotten', 'late', now() - interval '1 h', false, 1),
              ('forgotten', 'early', now() + interval '1 h', false, 1)
            """)
        .update();
    try {
      assertThat(ofPlatform(StuckKind.TASK_OVERDUE, "forgotten/late")).hasSize(1);
      assertThat(ofPlatform(StuckKind.TASK_OVERDUE, "forgotten/early")).isEmpty();
    } finally {
      database.sql("delete from scheduled_tasks where task_name = 'forgotten'").update();
    }
  }

  /** Mends, and finds the container no longer stuck and its assignment told anew. */
  private void repeats(ContainerResource container) {
    long before = number("resource_version", container);
    long generation = number("generation", container);
    StuckResource found = list().getFirst();

    assertThat(found.mending()).isEqualTo(Mending.REPEAT_ASSIGNMENT);
    mend(found.kind(), found.id());

    assertThat(number("resource_version", container)).isGreaterThan(before);
    assertThat(number("generation", container)).isEqualTo(generation + 1);
    set("container_status", "reported_at", "now()");
    assertThat(kinds()).isEmpty();
  }

  private long number(String column, ContainerResource container) {
    return database
        .sql("select " + column + " from containers where id = :id")
        .param("id", container.id().value())
        .query(Long.class)
        .single();
  }

  private ContainerResource running() {
    ContainerResource container = fleet.started(owner, node);
    fleet.report(node, "e", reports(container).status(1, ContainerState.RUNNING, 1));
    return container;
  }

  private static Reports reports(ContainerResource container) {
    return Fleet.reports(container.id());
  }

  private StuckResource mend(StuckKind kind, String id) {
    return doctor.mend(owner, new MendStuck(kind, id));
  }

  private List<StuckResource> list() {
    return doctor.list(owner, 50).items();
  }

  private List<StuckKind> kinds() {
    return list().stream().map(StuckResource::kind).toList();
  }

  private List<StuckResource> ofPlatform(StuckKind kind, String id) {
    return doctor.listOfPlatform(owner, 500).items().stream()
        .filter(stuck -> stuck.kind() == kind && stuck.id().equals(id))
        .toList();
  }

  /** The node has acted on all that was asked for. */
  private void answered() {
    set(
        "container_status",
        "generation",
        "(select c.generation from containers c where c.id = container_id)");
  }

  private void leave() {
    set("node_presence", "last_seen_at", "now() - interval '1 h'", "node_id", node.nodeId());
  }

  private void age(String table, String column) {
    age(table, column, "1 h");
  }

  private void age(String table, String column, String by) {
    set(table, column, column + " - interval '" + by + "'");
  }

  private void set(String table, String column, String value) {
    set(table, column, value, "tenant_id", owner.tenant().value());
  }

  private void set(String table, String column, String value, String key, String of) {
    database
        .sql("update %s set %s = %s where %s = :of".formatted(table, column, value, key))
        .param("of", of)
        .update();
  }
}
