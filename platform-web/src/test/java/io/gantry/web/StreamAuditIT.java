package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.StreamControl;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What is done through a stream is noted before the node is asked, so also if it never answers. */
@WebTest
class StreamAuditIT {
  @Autowired private Installation installation;
  private Client admin = new Client("", null);
  private FakeAgent agent;

  @BeforeEach
  void enrol() {
    TenantId tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());
    agent = FakeAgent.enrol(admin, installation.asNobody());
  }

  @AfterEach
  void removeNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void notesACommandWithoutItsEnvironment() {
    ContainerResource container = create();

    assertRefused("/api/v1/containers/c/exec?command=sh&command=-c&env=PASSWORD=hunter2");

    assertThat(entry("container:exec").get("object").stringValue())
        .isEqualTo("container " + container.id());
    assertThat(entry("container:exec").get("detail").stringValue()).isEqualTo("[sh, -c]");
    assertThat(admin.get("/api/v1/audit").text()).doesNotContain("hunter2");
  }

  @Test
  void notesWhoAttaches() {
    ContainerResource container = create();

    assertRefused("/api/v1/containers/c/attach");

    assertThat(entry("container:attach").get("object").stringValue())
        .isEqualTo("container " + container.id());
  }

  @Test
  void notesWhichImagesAreHandedOut() {
    admin.get("/api/v1/images/save?reference=demo:1&reference=demo:2&node=" + agent.name());

    assertThat(entry("image:save").get("object").stringValue()).isEqualTo("node " + agent.nodeId());
    assertThat(entry("image:save").get("detail").stringValue()).isEqualTo("demo:1 demo:2");
  }

  @Test
  void notesWhatTheNodeMadeOfACommand() throws Exception {
    create();
    CompletableFuture<FrameSocket> opening =
        CompletableFuture.supplyAsync(() -> open("/api/v1/containers/c/exec?command=false"));
    try (FrameSocket node = agent.dial(agent.awaitStream());
        FrameSocket client = opening.join()) {
      node.send(StreamControl.end(3));
      node.end();
      client.awaitClose();
    }

    assertThat(answer("container:exec")).isEqualTo("node " + agent.nodeId() + " ok exit code 3");
  }

  @Test
  void notesWhatTheNodeRefused() throws Exception {
    CompletableFuture<Client.Answer> removing =
        CompletableFuture.supplyAsync(
            () -> admin.delete("/api/v1/images?reference=demo:1&node=" + agent.name()));
    try (FrameSocket node = agent.dial(agent.awaitStream())) {
      node.send(StreamControl.error(ErrorCode.IMAGE_IN_USE, "a container uses it"));
      node.end();
      assertThat(removing.join().code()).isEqualTo("IMAGE_IN_USE");
    }

    assertThat(answer("image:remove")).isEqualTo("node " + agent.nodeId() + " IMAGE_IN_USE ");
    assertThat(entries("image:remove")).hasSize(2);
  }

  @Test
  void notesThatTheNodeDidNotAnswer() {
    admin.delete("/api/v1/images?reference=demo:1&node=" + agent.name());

    assertThat(answer("image:remove")).isEqualTo("node " + agent.nodeId() + " NODE_UNAVAILABLE ");
  }

  @Test
  void masksSecretsInACommand() {
    create();

    assertRefused("/api/v1/containers/c/exec?command=mysql&command=--password%3Dhunter2");

    assertThat(entry("container:exec").get("detail").stringValue())
        .isEqualTo("[mysql, --password=***]");
  }

  private FrameSocket open(String path) {
    return FrameSocket.open(admin.address() + path, admin.headers());
  }

  private void assertRefused(String path) {
    assertThatThrownBy(() -> open(path)).isInstanceOf(CompletionException.class);
  }

  private ContainerResource create() {
    return admin
        .post(
            "/api/v1/containers",
            new CreateContainer(
                ContainerSpec.builder("demo/busybox:latest").name("c").build(),
                false,
                agent.name()))
        .as(ContainerResource.class);
  }

  private JsonNode entry(String action) {
    return entries(action).filter(entry -> !entry.has("onBehalfOf")).findFirst().orElseThrow();
  }

  /** Who answered for whom, and what, under the request that asked. */
  private String answer(String action) {
    JsonNode answer =
        entries(action).filter(entry -> entry.has("onBehalfOf")).findFirst().orElseThrow();
    assertThat(answer.get("requestId")).isEqualTo(entry(action).get("requestId"));
    assertThat(answer.get("onBehalfOf")).isEqualTo(entry(action).get("actor"));
    return answer.get("actor").stringValue()
        + " "
        + answer.get("outcome").stringValue()
        + " "
        + answer.path("detail").asString("");
  }

  private Stream<JsonNode> entries(String action) {
    return admin.get("/api/v1/audit?action=" + action).json().get("items").valueStream();
  }
}
