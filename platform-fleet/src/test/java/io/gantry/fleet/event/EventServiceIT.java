package io.gantry.fleet.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.EventResource;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.security.Caller;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class EventServiceIT {
  private final Fleet fleet;
  private final EventService events;
  private final BlockingQueue<EventResource> seen = new LinkedBlockingQueue<>();

  private Caller caller;
  private Thread follower;
  private volatile boolean ended;

  @Autowired
  EventServiceIT(Fleet fleet, EventService events) {
    this.fleet = fleet;
    this.events = events;
  }

  @BeforeEach
  void followATenant() {
    caller = fleet.tenant();
    follower = Thread.ofVirtual().start(this::follow);
  }

  @AfterEach
  void hangUp() throws InterruptedException {
    ended = true;
    follower.join();
  }

  private void follow() {
    try {
      events.follow(caller, 0, this::take);
    } catch (IOException e) {
      assertThat(ended).as("ended by the test").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(List<EventResource> next) throws IOException {
    if (ended) {
      throw new IOException("the client hung up");
    }
    seen.addAll(next);
  }

  @Test
  void showsEveryEventInItsOrderWhileManyNodesReport() throws Exception {
    Together.run(16, number -> this::reportTenEvents);

    for (long id : LongStream.rangeClosed(1, 160).toArray()) {
      EventResource event = seen.poll(10, TimeUnit.SECONDS);
      assertThat(event).as("event %d within 10 s", id).isNotNull();
      assertThat(event.id()).isEqualTo(id);
    }
    assertThat(events.newest(caller)).isEqualTo(160);
  }

  private boolean reportTenEvents() {
    Enrolled node = fleet.node();
    ContainerResource container = fleet.container(caller, node);
    for (int sequence = 1; sequence <= 10; sequence++) {
      fleet.report(
          node, "e", Fleet.reports(container.id()).event(sequence, "start", "of " + sequence));
    }
    return true;
  }
}
