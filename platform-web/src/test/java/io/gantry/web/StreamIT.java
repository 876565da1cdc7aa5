package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.resource.CreateContainer;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@WebTest
@Timeout(120)
class StreamIT {
  private static final String CONTAINER = "/api/v1/containers/c";

  @Autowired private Installation installation;
  private Client admin = new Client("", null);
  private Client operator = new Client("", null);
  private FakeAgent agent;

  @BeforeEach
  void create() {
    TenantId tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant);
    operator = installation.as(tenant, Role.OPERATOR);
    agent = FakeAgent.enrol(admin, installation.asNobody());
    Answer made =
        operator.post(
            "/api/v1/containers",
            new CreateContainer(
                ContainerSpec.builder("demo/busybox:latest").name("c").build(),
                false,
                agent.name()));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterEach
  void removeNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void joinsClientAndNodeWithHalfClosedInput() throws Exception {
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(
            () -> open(CONTAINER + "/exec?command=sh&command=-c&command=a,b&stdin=true"));
    StreamRequest asked = agent.awaitStream();
    try (FrameSocket node = agent.dial(asked);
        FrameSocket client = opening.join()) {
      client.send(StreamFrame.STDIN, "in");
      client.send(StreamFrame.STDIN, "");
      FrameSocket.Frame input = node.next();
      FrameSocket.Frame end = node.next();
      node.send(StreamFrame.STDOUT, "after the end of input");
      node.send(StreamControl.end(7));
      node.end();

      assertThat(asked.parameters().get("command")).hasToString("[sh, -c, a,b]");
      assertThat(input).isEqualTo(new FrameSocket.Frame(StreamFrame.STDIN, "in"));
      assertThat(end).isEqualTo(new FrameSocket.Frame(StreamFrame.STDIN, ""));
      assertThat(client.next().text()).isEqualTo("after the end of input");
      assertThat(client.next().control().exitCode()).isEqualTo(7);
      assertThat(client.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void sendsNothingToANodeThatCannotReceiveYet() throws Exception {
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(() -> open(CONTAINER + "/exec?command=sh&stdin=true"));
    try (FrameSocket node = agent.dialSilently(agent.awaitStream())) {
      assertThat(opening.completeOnTimeout(null, 1, TimeUnit.SECONDS).join()).isNull();

      node.send(StreamControl.ready());
    }
  }

  @Test
  void holdsTheOutputBackUntilTheClientCanReceive() throws Exception {
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(() -> open(CONTAINER + "/attach?awaitReady=true"));
    try (FrameSocket node = agent.dial(agent.awaitStream());
        FrameSocket client = opening.join()) {
      node.send(StreamFrame.STDOUT, "early");
      assertThat(client.hasFrame()).isFalse();

      client.send(StreamControl.ready());

      assertThat(client.next().text()).isEqualTo("early");
    }
  }

  @Test
  void tellsTheClientThatTheNodeBrokeOff() throws Exception {
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(() -> open(CONTAINER + "/attach"));
    FrameSocket node = agent.dial(agent.awaitStream());
    try (FrameSocket client = opening.join()) {
      node.close();

      assertThat(client.next().control().error()).isEqualTo(ErrorCode.NODE_UNAVAILABLE);
    }
  }

  @Test
  void tellsTheNodeThatTheClientIsGone() throws Exception {
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(() -> open(CONTAINER + "/attach"));
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      opening.join().close();

      assertThat(node.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void answersThatTheNodeIsAwayWhenItDoesNotDial() {
    assertThat(operator.get(CONTAINER + "/logs").code()).isEqualTo("NODE_UNAVAILABLE");
  }

  @Test
  void takesATicketOnce() throws Exception {
    CompletableFuture<Answer> logs = logs("");
    StreamRequest asked = agent.awaitStream();
    try (FrameSocket node = agent.dial(asked)) {
      Answer again = agent.signed().with("Gantry-Ticket", asked.ticket()).get(asked.path());
      node.send(StreamControl.end(null));
      node.end();

      assertThat(again.status()).isIn(400, 404);
      assertThat(logs.join().status()).isEqualTo(200);
    }
  }

  @Test
  void givesLogsAsTheyWereWritten() throws Exception {
    CompletableFuture<Answer> logs = logs("?stdout=true");
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.send(StreamFrame.STDOUT, "one\n");
      node.send(StreamFrame.STDERR, "hidden\n");
      node.send(StreamFrame.STDOUT, "two\n");
      node.send(StreamControl.end(null));
      node.end();

      assertThat(logs.join().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void tellsTheNodeThatNobodyReadsASilentLogAnyMore() throws Exception {
    RawRequest client = RawRequest.open(operator, CONTAINER + "/logs?follow=true");
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.send(StreamFrame.STDOUT, "the last output for a long time\n");
      client.await("the last output");

      client.close();

      assertThat(node.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void goesOnWithASilentLogAsLongAsSomebodyReads() throws Exception {
    CompletableFuture<Answer> logs = logs("?follow=true");
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.send(StreamFrame.STDOUT, "one\n");
      node.awaitPing();
      node.awaitPing();
      node.awaitPing();
      node.send(StreamFrame.STDOUT, "two\n");
      node.send(StreamControl.end(null));
      node.end();

      assertThat(logs.join().text()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void answersWithTheStatusOfWhatTheNodeRefuses() throws Exception {
    CompletableFuture<Answer> logs = logs("");
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.send(StreamControl.error(ErrorCode.NO_LOGS, "the log driver keeps none"));
      node.end();

      assertThat(logs.join().status()).isEqualTo(409);
      assertThat(logs.join().code()).isEqualTo("NO_LOGS");
    }
  }

  @Test
  void passesAnArchiveOnToTheNode() throws Exception {
    String archive = "x".repeat(100_000);
    CompletableFuture<Answer> importing =
        CompletableFuture.supplyAsync(
            () ->
                operator
                    .with("Content-Type", "application/octet-stream")
                    .with("Accept", "application/x-ndjson")
                    .send(
                        "POST",
                        "/api/v1/images/import?reference=demo&node=" + agent.name(),
                        BodyPublishers.ofString(archive)));
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      StringBuilder came = new StringBuilder();
      for (FrameSocket.Frame frame = node.next(); !frame.text().isEmpty(); frame = node.next()) {
        came.append(frame.text());
      }
      node.send(StreamControl.progress("{\"doneBytes\":1}"));
      node.send(StreamControl.result("{\"names\":[\"demo\"]}"));
      node.send(StreamControl.end(null));
      node.end();

      assertThat(came).hasToString(archive);
      assertThat(importing.join().text()).isEqualTo("{\"doneBytes\":1}\n{\"names\":[\"demo\"]}\n");
    }
  }

  @Test
  void tellsTheNodeHowAnImportedImageRuns() throws Exception {
    CompletableFuture<Answer> importing =
        CompletableFuture.supplyAsync(
            () ->
                operator.post(
                    "/api/v1/images/import?reference=demo&entrypoint=sh&entrypoint=-c&command=a,b"
                        + "&env=A=1&workingDirectory=/tmp&user=web&node="
                        + agent.name()));
    StreamRequest asked = agent.awaitStream();
    try (FrameSocket node = agent.dial(asked)) {
      node.send(StreamControl.end(null));
      node.end();
      importing.join();

      assertThat(asked.parameters())
          .containsEntry("reference", "demo")
          .containsEntry("entrypoint", List.of("sh", "-c"))
          .containsEntry("command", List.of("a,b"))
          .containsEntry("env", List.of("A=1"))
          .containsEntry("workingDirectory", "/tmp")
          .containsEntry("user", "web");
    }
  }

  private CompletableFuture<Answer> logs(String query) {
    return CompletableFuture.supplyAsync(() -> operator.get(CONTAINER + "/logs" + query));
  }

  private FrameSocket open(String path) {
    return FrameSocket.open(operator.address() + path, operator.headers());
  }
}
