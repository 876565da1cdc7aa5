package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.resource.CreateContainer;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Role;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two replicas over one database. */
@Timeout(300)
class ReplicaIT {
  private static final List<ConfigurableApplicationContext> REPLICAS = new ArrayList<>();

  private final TenantId tenant =
      new TenantId("t-" + UUID.randomUUID().toString().substring(0, 13));
  private Client operator = new Client("", null);
  private FakeAgent agent;

  @BeforeAll
  static void startReplicas() {
    TestDatabase database = TestDatabase.create();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.datasource.hikari.maximum-pool-size=12",
                "--gantry.stream.dial-timeout=10s",
                "--gantry.stream.ping-interval=500ms",
                "--gantry.fleet.lost-after=5m"));
    for (String property : database.properties()) {
      arguments.add("--" + property);
    }
    for (int replica = 0; replica < 2; replica++) {
      REPLICAS.add(
          new SpringApplicationBuilder(GantryApplication.class, Installation.class)
              .run(arguments.toArray(String[]::new)));
    }
  }

  @AfterAll
  static void stopReplicas() {
    REPLICAS.forEach(ConfigurableApplicationContext::close);
  }

  private static Installation replica(int number) {
    return REPLICAS.get(number).getBean(Installation.class);
  }

  @BeforeEach
  void enrolThroughTheSecondReplica() {
    operator = replica(0).as(tenant, Role.OPERATOR);
    agent = FakeAgent.enrol(replica(0).asPlatformAdmin(tenant), replica(1).asNobody());
    create("c");
  }

  @AfterEach
  void hangUp() throws Exception {
    agent.close();
  }

  private void create(String name) {
    CreateContainer wish =
        new CreateContainer(
            ContainerSpec.builder("demo/busybox:latest").name(name).build(), false, agent.name());
    assertThat(operator.post("/api/v1/containers", wish).status()).isEqualTo(201);
  }

  @Test
  void passAStreamOnToTheOneThatAsked() throws Exception {
    CompletableFuture<FrameSocket> opening = exec(operator);
    try (FrameSocket node = agent.dial(agent.awaitStream());
        FrameSocket client = opening.join()) {
      client.send(StreamFrame.STDIN, "in");
      client.send(StreamFrame.STDIN, "");
      node.send(StreamFrame.STDOUT, "x".repeat(StreamFrame.MAXIMUM_PAYLOAD_BYTES));
      node.send(StreamControl.end(7));
      node.end();

      assertThat(node.next()).isEqualTo(new FrameSocket.Frame(StreamFrame.STDIN, "in"));
      assertThat(node.next()).isEqualTo(new FrameSocket.Frame(StreamFrame.STDIN, ""));
      assertThat(client.next().text()).hasSize(StreamFrame.MAXIMUM_PAYLOAD_BYTES);
      assertThat(client.next().control().exitCode()).isEqualTo(7);
      assertThat(client.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void tellTheNodeThatTheClientOfAnotherReplicaIsGone() throws Exception {
    CompletableFuture<FrameSocket> opening = exec(operator);
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.awaitPing();
      opening.join().close();

      assertThat(node.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void refuseAWrongTicketAtWhicheverItArrives() throws Exception {
    CompletableFuture<FrameSocket> opening = exec(operator);
    StreamRequest asked = agent.awaitStream();
    StreamRequest forged =
        new StreamRequest(
            asked.id(), "forged", asked.path(), asked.kind(), tenant, null, asked.parameters());

    assertThat(CompletableFuture.supplyAsync(() -> agent.dial(forged)))
        .failsWithin(Duration.ofSeconds(60));

    try (FrameSocket node = agent.dial(asked);
        FrameSocket client = opening.join()) {
      node.send(StreamControl.end(0));
      assertThat(client.next().control().exitCode()).isZero();
    }
  }

  @Test
  void answerThatAReplicaIsGone() {
    String path = "/agent/v1/streams/" + UUID.randomUUID() + "/" + UUID.randomUUID();

    assertThat(
            CompletableFuture.supplyAsync(
                () ->
                    FrameSocket.open(
                        replica(1).address() + path,
                        List.of("Gantry-Ticket", "t", "Authorization", agent.authorization()))))
        .failsWithin(Duration.ofSeconds(60));
  }

  @Test
  void endTheOlderWatchOfANodeWhereverItIs() throws Exception {
    try (FakeAgent moved = agent.movedTo(replica(0).asNobody())) {
      agent.awaitEnd();
      CompletableFuture<FrameSocket> opening = exec(operator);

      try (FrameSocket node = moved.dial(moved.awaitStream());
          FrameSocket client = opening.join()) {
        node.send(StreamControl.end(0));
        assertThat(client.next().control().exitCode()).isZero();
      }
    }
  }

  @Test
  void tellEachOtherOfWhatAUserWants() throws Exception {
    create("later");

    WatchEvent told =
        agent.await(
            event -> event.assignments().stream().anyMatch(wish -> wish.name().equals("later")));

    assertThat(told.assignments()).isNotEmpty();
  }

  @Test
  void serveEveryStreamBehindOneAddress() throws Exception {
    List<URI> addresses =
        List.of(URI.create(replica(0).address()), URI.create(replica(1).address()));
    try (Balancer balancer = Balancer.before(addresses)) {
      String token = replica(0).token(replica(0).user(false, Map.of(tenant, Role.OPERATOR)));
      Client client = new Client(balancer.address(), token);
      try (FakeAgent node = agent.movedTo(new Client(balancer.address(), null))) {
        agent.awaitEnd();
        for (int number = 0; number < 6; number++) {
          CompletableFuture<FrameSocket> opening = exec(client);
          try (FrameSocket dialled = node.dial(node.awaitStream());
              FrameSocket opened = opening.join()) {
            dialled.send(StreamControl.end(number));
            assertThat(opened.next().control().exitCode()).isEqualTo(number);
          }
        }
      }
    }
  }

  private static CompletableFuture<FrameSocket> exec(Client client) {
    return CompletableFuture.supplyAsync(
        () ->
            FrameSocket.open(
                client.address() + "/api/v1/containers/c/exec?command=sh&stdin=true",
                client.headers()));
  }
}
