package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import java.util.concurrent.CompletionException;
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

  private void assertRefused(String path) {
    assertThatThrownBy(() -> FrameSocket.open(admin.address() + path, admin.headers()))
        .isInstanceOf(CompletionException.class);
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
    return admin.get("/api/v1/audit?action=" + action).json().at("/items/0");
  }
}
