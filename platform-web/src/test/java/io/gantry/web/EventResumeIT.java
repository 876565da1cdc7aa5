package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.resource.EventResource;
import io.gantry.security.Role;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** A follower whose connections break gets every event once, in order. */
@WebTest
@Timeout(120)
class EventResumeIT {
  private static final String EVENTS = "/api/v1/events";

  private static final String PREFIX = "test_";
  private static final int ROUNDS = 5;
  private static final int MANY = 40;

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);
  private Client operator = new Client("", null);
  private FakeAgent agent;
  private @Nullable ContainerId container;

  @BeforeEach
  void enrol() {
    tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant);
    operator = installation.as(tenant, Role.OPERATOR);
    agent = FakeAgent.enrol(admin, installation.asNobody());
    ContainerSpec spec = ContainerSpec.builder("demo/busybox:latest").name("told").build();
    container =
        operator
            .post("/api/v1/containers", new CreateContainer(spec, false, agent.name()))
            .as(ContainerResource.class)
            .id();
  }

  @AfterEach
  void removeNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void losesNothingAndRepeatsNothingWhereverAnEventIsCutOff() throws IOException {
    List<EventResource> told = new ArrayList<>();
    String last = "0";
    for (int round = 0; round < ROUNDS; round++) {
      tell(2 * round, 2);
      try (EventReader events = EventReader.resume(operator, EVENTS, last)) {
        readNext(events, told);
        last = events.lastId();
        events.beginNext();
      }
    }
    try (EventReader events = EventReader.resume(operator, EVENTS, last)) {
      while (!isLast(told, 2 * ROUNDS)) {
        readNext(events, told);
      }
    }

    assertOnceInOrder(told, 2 * ROUNDS);
  }

  @Test
  void losesNothingThatIsToldWhileItComesBackAgainAndAgain() throws IOException {
    CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> tellOneByOne(MANY));
    List<EventResource> told = new ArrayList<>();
    String last = "0";
    while (!isLast(told, MANY)) {
      try (EventReader events = EventReader.resume(operator, EVENTS, last)) {
        readNext(events, told);
        last = events.lastId();
      }
    }
    telling.join();

    assertOnceInOrder(told, MANY);
  }

  /** The numbers of a tenant's events have no gaps. */
  private static void readNext(EventReader events, List<EventResource> told) throws IOException {
    EventResource event = Client.JSON.readValue(events.next(), EventResource.class);
    assertThat(event.id()).as("the event after the last one").isEqualTo(told.size() + 1);
    told.add(event);
  }

  private static boolean isLast(List<EventResource> told, int number) {
    return !told.isEmpty() && told.getLast().action().equals(action(number - 1));
  }

  private static void assertOnceInOrder(List<EventResource> told, int number) {
    assertThat(told)
        .extracting(EventResource::action)
        .filteredOn(action -> action.startsWith(PREFIX))
        .containsExactlyElementsOf(
            IntStream.range(0, number).mapToObj(EventResumeIT::action).toList());
  }

  private void tellOneByOne(int number) {
    IntStream.range(0, number).forEach(one -> tell(one, 1));
  }

  private void tell(int first, int number) {
    agent.report(
        IntStream.range(first, first + number).mapToObj(this::event).toArray(Report[]::new));
  }

  private Report event(int number) {
    Report.Event event = new Report.Event(tenant, container, action(number), null);
    return new Report(0, Instant.now(), null, null, event, null);
  }

  private static String action(int number) {
    return PREFIX + number;
  }
}
