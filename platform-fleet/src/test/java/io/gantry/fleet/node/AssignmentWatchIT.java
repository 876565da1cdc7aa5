package io.gantry.fleet.node;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.resource.ContainerResource;
import io.gantry.fleet.container.ContainerOperations;
import io.gantry.fleet.container.Removal;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class AssignmentWatchIT {
  private final Fleet fleet;
  private final AssignmentWatch watch;
  private final ContainerOperations operations;
  private final NodeStreams streams;
  private final NodeAssignments assignments;
  private final NodeService nodes;
  private final Fence fence;
  private final TestDatabase database;

  private final BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
  private Caller caller;
  private Enrolled node;
  private @Nullable Thread follower;
  private volatile boolean ended;

  @Autowired
  AssignmentWatchIT(
      Fleet fleet,
      AssignmentWatch watch,
      ContainerOperations operations,
      NodeStreams streams,
      NodeAssignments assignments,
      NodeService nodes,
      Fence fence,
      TestDatabase database) {
    this.fleet = fleet;
    this.watch = watch;
    this.operations = operations;
    this.streams = streams;
    this.assignments = assignments;
    this.nodes = nodes;
    this.fence = fence;
    this.database = database;
  }

  @BeforeEach
  void enrolANode() {
    caller = fleet.tenant();
    node = fleet.node();
  }

  @AfterEach
  void endTheWatch() throws InterruptedException {
    if (follower != null) {
      ended = true;
      follower.join();
    }
  }

  @Test
  void beginsWithAllOfWhatShouldBe() throws Exception {
    ContainerResource container = fleet.started(caller, node);

    follow(null);

    WatchEvent list = next();
    assertThat(list.type()).isEqualTo(WatchEvent.Type.LIST);
    assertThat(list.assignments())
        .singleElement()
        .satisfies(
            assignment -> {
              assertThat(assignment.container()).isEqualTo(container.id());
              assertThat(assignment.goal()).isEqualTo(Goal.RUNNING);
              assertThat(assignment.launch()).isNotNull();
              assertThat(assignment.spec()).isEqualTo(container.spec());
            });
  }

  @Test
  void tellsEachChangeAsItComes() throws Exception {
    follow(null);
    long version = next().resourceVersion();

    ContainerResource container = fleet.container(caller, node);
    WatchEvent created = next();
    operations.start(caller, Target.of(container.name()));
    WatchEvent started = next();

    assertThat(created.type()).isEqualTo(WatchEvent.Type.CHANGED);
    assertThat(created.resourceVersion()).isEqualTo(version + 1);
    assertThat(started.resourceVersion()).isEqualTo(version + 2);
    assertThat(started.assignments().getFirst().goal()).isEqualTo(Goal.RUNNING);
  }

  @Test
  void tellsHowLongAForcedRemovalWaits() throws Exception {
    ContainerResource container = fleet.started(caller, node);
    follow(null);
    next();

    operations.remove(
        caller, Target.of(container.name()), new Removal(true, false, Duration.ofSeconds(3)));

    assertThat(next().assignments().getFirst().stopTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void resumesAfterTheVersionThatWasSeen() throws Exception {
    ContainerResource first = fleet.container(caller, node);
    long seenVersion = assignments.versions(node.nodeId()).orElseThrow().current();
    ContainerResource second = fleet.container(caller, node);
    fleet.report(node, "e", Fleet.reports(first.id()).removed(1));

    follow(seenVersion);

    WatchEvent changed = next();
    WatchEvent gone = next();
    assertThat(changed.assignments().getFirst().container()).isEqualTo(second.id());
    assertThat(gone.type()).isEqualTo(WatchEvent.Type.GONE);
    assertThat(gone.container()).isEqualTo(first.id());
    assertThat(gone.resourceVersion()).isGreaterThan(changed.resourceVersion());
  }

  @Test
  void listsAnewWhenTheVersionIsNoLongerKept() throws Exception {
    ContainerResource container = fleet.container(caller, node);
    long seenVersion = assignments.versions(node.nodeId()).orElseThrow().current();
    fleet.report(node, "e", Fleet.reports(container.id()).removed(1));
    fence.run(
        new Scope.Platform(PlatformWork.HOUSEKEEPING),
        () -> assignments.forget(Instant.now().plusSeconds(60)));

    follow(seenVersion);

    assertThat(next().type()).isEqualTo(WatchEvent.Type.LIST);
  }

  @Test
  void saysThatItLivesWhenNothingHappens() throws Exception {
    follow(null);

    long version = next().resourceVersion();
    WatchEvent bookmark = seen.poll(10, TimeUnit.SECONDS);

    assertThat(bookmark)
        .isEqualTo(new WatchEvent(WatchEvent.Type.BOOKMARK, version, List.of(), null, null));
  }

  @Test
  void handsEachStreamRequestOverOnce() throws Exception {
    StreamRequest request =
        new StreamRequest(
            "stream-" + node.nodeId(),
            "ticket",
            "/agent/v1/streams/1",
            StreamRequest.Kind.LOGS,
            TenantId.DEFAULT,
            null,
            Map.of("follow", true));
    follow(null);
    next();

    streams.request(node.nodeId(), request);

    assertThat(next().stream()).isEqualTo(request);
    assertThat(seen).isEmpty();
  }

  @Test
  void missesNothingWhileNobodyListensToTheDatabase() throws Exception {
    follow(null);
    next();

    database.breakConnections("listen gantry");
    ContainerResource container = fleet.container(caller, node);

    assertThat(next().assignments().getFirst().container()).isEqualTo(container.id());
  }

  @Test
  void leavesNoBrokenConnectionToOthersWhenNobodyListens() throws Exception {
    follow(null);
    next();

    database.breakConnections("listen gantry");

    for (int write = 0; write < 20; write++) {
      fleet.container(caller, node);
      assertThat(next().type()).isEqualTo(WatchEvent.Type.CHANGED);
    }
  }

  @Test
  void endsWhenTheNodeIsRemoved() {
    nodes.remove(Caller.system(TenantId.DEFAULT), node.name(), null, false);

    assertRefused(ErrorCode.NO_SUCH_NODE, () -> watch.follow(node.nodeId(), null, event -> {}));
  }

  private void follow(@Nullable Long since) {
    follower =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    watch.follow(node.nodeId(), since, this::take);
                  } catch (IOException e) {
                    seen.clear();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  private void take(WatchEvent event) throws IOException {
    if (ended) {
      throw new IOException("the node hung up");
    }
    seen.add(event);
  }

  /** The next event that says something. */
  private WatchEvent next() throws InterruptedException {
    while (true) {
      WatchEvent event = seen.poll(10, TimeUnit.SECONDS);
      assertThat(event).as("an event within 10 s").isNotNull();
      if (event.type() != WatchEvent.Type.BOOKMARK) {
        return event;
      }
    }
  }
}
