package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@WebTest
class ContainerLifeIT {
  private static final String CONTAINERS = "/api/v1/containers";

  @Autowired private Installation installation;
  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);
  private Client operator = new Client("", null);
  private FakeAgent agent;

  @BeforeEach
  void enrol() {
    tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant);
    operator = installation.as(tenant, Role.OPERATOR);
    agent = FakeAgent.enrol(admin, installation.asNobody());
  }

  @AfterEach
  void removeNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void tellsTheNodeAndRecordsHowItEnds() throws Exception {
    Answer made = create("web", true);
    ContainerResource container = made.as(ContainerResource.class);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> operator.get(CONTAINERS + "/web/wait?timeout=PT30S"));

    WatchEvent told = agent.await(event -> event.type() == WatchEvent.Type.CHANGED);
    agent.report(running(container.id()));
    agent.report(exit(container.id(), 42), ended(container.id(), 42));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(CONTAINERS + "/" + container.id());
    assertThat(told.assignments()).singleElement().matches(one -> one.name().equals("web"));
    assertThat(waiting.join().as(ExitRecord.class).code()).isEqualTo(42);
    assertThat(
            operator
                .get("/api/v1/exits?container=web")
                .json()
                .at("/items/0/record/code")
                .intValue())
        .isEqualTo(42);
  }

  @Test
  void doesARepeatedRequestOnce() {
    Client repeating = operator.with("Idempotency-Key", "one");
    CreateContainer wish = wish("once", false);

    Answer first = repeating.post(CONTAINERS, wish);
    Answer second = repeating.post(CONTAINERS, wish);
    Answer other = repeating.post(CONTAINERS, wish("other", false));

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
  }

  @Test
  void keepsNoKeyOfAFailedRequest() {
    Client repeating = operator.with("Idempotency-Key", "failing");

    assertThat(repeating.post(CONTAINERS, "{\"spec\":{\"image\":\"\"}}").code())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(repeating.post(CONTAINERS, wish("fine", false)).status()).isEqualTo(201);
  }

  @Test
  void changesOnlyTheVersionThatWasRead() {
    Answer made = create("v", false);
    String change = "{\"labels\":{\"a\":\"b\"}}";
    String tag = String.valueOf(made.header("ETag"));

    assertThat(operator.patch(CONTAINERS + "/v", change).code()).isEqualTo("PRECONDITION_REQUIRED");
    assertThat(operator.with("If-Match", tag).patch(CONTAINERS + "/v", change).status())
        .isEqualTo(200);
    assertThat(operator.with("If-Match", tag).patch(CONTAINERS + "/v", change).code())
        .isEqualTo("PRECONDITION_FAILED");
    assertThat(operator.with("If-Match", "x").patch(CONTAINERS + "/v", change).code())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void namesTheFieldThatIsWrong() {
    Answer unknown = operator.post(CONTAINERS, "{\"spec\":{\"image\":\"a\",\"imag\":1}}");
    Answer mistyped = operator.post(CONTAINERS, "{\"spec\":{\"image\":\"a\",\"tty\":\"yes\"}}");
    Answer refused = operator.post(CONTAINERS, "{\"spec\":{\"image\":\"a\",\"name\":\"/\"}}");
    Answer broken = operator.post(CONTAINERS, "{");
    Answer missing = operator.post(CONTAINERS, "{}");

    assertThat(unknown.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(unknown.json().get("fields").has("spec.imag")).isTrue();
    assertThat(mistyped.json().get("fields").has("spec.tty")).isTrue();
    assertThat(refused.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(broken.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(missing.json().get("fields").has("spec")).isTrue();
  }

  @Test
  void refusesBodiesThatAreTooLong() {
    assertThat(operator.post(CONTAINERS, " ".repeat((1 << 20) + 1)).status()).isEqualTo(413);
  }

  @Test
  void givesUpWaitingWhenTheTimeIsOver() {
    create("idle", false);

    assertThat(operator.get(CONTAINERS + "/idle/wait?timeout=PT0.1S").code()).isEqualTo("TIMEOUT");
    assertThat(operator.get(CONTAINERS + "/idle/wait?condition=born").code())
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void answersAlikeForForeignAndMissingContainers() {
    ContainerResource mine = create("mine", false).as(ContainerResource.class);
    Client stranger = installation.as(installation.newTenant(), Role.ADMIN);

    Answer foreign = stranger.get(CONTAINERS + "/" + mine.id());
    Answer missing = stranger.get(CONTAINERS + "/" + "0".repeat(64));

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(foreign.code()).isEqualTo(missing.code());
    assertThat(stranger.with("Gantry-Tenant", tenant.value()).get(CONTAINERS).status())
        .isEqualTo(404);
  }

  @Test
  void showsEventsAsTheyCome() throws Exception {
    ContainerId seen = create("seen", true).as(ContainerResource.class).id();
    agent.report(event(seen, "start"));

    try (EventReader events = EventReader.open(operator, "/api/v1/events?since=0")) {
      assertThat(events.next()).contains("\"action\":\"start\"");
    }
  }

  @Test
  void trustsANodeTokenOnce() {
    Client signed = agent.signed();

    assertThat(signed.get("/agent/v1/streams/none").code()).isNotEqualTo("UNAUTHENTICATED");
    assertThat(signed.get("/agent/v1/streams/none").code()).isEqualTo("UNAUTHENTICATED");
    assertThat(operator.post("/agent/v1/reports", "{}").code()).isEqualTo("UNAUTHENTICATED");
    assertThat(agent.signed().get(CONTAINERS).code()).isEqualTo("UNAUTHENTICATED");
  }

  private Answer create(String name, boolean start) {
    return operator.post(CONTAINERS, wish(name, start));
  }

  private CreateContainer wish(String name, boolean start) {
    return new CreateContainer(
        ContainerSpec.builder("demo/busybox:latest").name(name).build(), start, agent.name());
  }

  private static Report running(ContainerId id) {
    return status(id, ContainerState.RUNNING, null);
  }

  private static Report ended(ContainerId id, int code) {
    return status(id, ContainerState.EXITED, code);
  }

  private static Report status(ContainerId id, ContainerState state, @Nullable Integer code) {
    Instant now = Instant.now();
    return new Report(
        0,
        now,
        new ContainerStatus(
            id,
            1,
            1,
            false,
            state,
            1,
            code,
            now,
            code == null ? null : now,
            0,
            null,
            false,
            null,
            List.of(),
            null,
            null),
        null,
        null,
        null);
  }

  private Report event(ContainerId id, String action) {
    return new Report(
        0, Instant.now(), null, null, new Report.Event(tenant, id, action, null), null);
  }

  private static Report exit(ContainerId id, int code) {
    Instant now = Instant.now();
    return new Report(
        0,
        now,
        null,
        new ExitRecord(id, 1, code, null, false, ExitCause.ENDED, null, null, now, now, null, null),
        null,
        null);
  }
}
