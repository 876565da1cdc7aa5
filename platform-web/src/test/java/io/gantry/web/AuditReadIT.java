package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The log is filtered, exported and verified over REST. */
@WebTest
class AuditReadIT {
  @Autowired private Installation installation;
  private Client admin = new Client("", null);

  @BeforeEach
  void refuseSomething() {
    TenantId tenant = installation.newTenant();
    admin = installation.as(tenant, Role.ADMIN);
    Client viewer = installation.as(tenant, Role.VIEWER);
    viewer.post("/api/v1/containers/a/start");
    viewer.with("X-Request-Id", "formula").post("/api/v1/containers/=1+1,%22x%22/start");
    admin.post("/api/v1/containers/missing/stop");
  }

  @Test
  void narrowsByOutcomeAndRequest() {
    assertThat(objects("outcome=FORBIDDEN")).hasSize(2);
    assertThat(objects("outcome=NO_SUCH_CONTAINER")).containsExactly("container missing");
    assertThat(objects("outcome=FORBIDDEN&requestId=formula")).hasSize(1);
  }

  @Test
  void saysWhichParameterCannotBeRead() {
    Answer answer = admin.get("/api/v1/audit?since=yesterday");

    assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.json().get("fields").has("since")).isTrue();
  }

  @Test
  void exportsLinesOfJson() {
    List<JsonNode> lines =
        admin
            .get("/api/v1/audit/export?format=JSON_LINES&outcome=FORBIDDEN")
            .text()
            .lines()
            .map(line -> Client.JSON.readTree(line))
            .toList();

    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.get("action").stringValue().equals("container:start"));
  }

  @Test
  void exportsCellsThatNoSpreadsheetTakesForFormulas() {
    Answer answer = admin.get("/api/v1/audit/export?outcome=FORBIDDEN");

    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.text().lines().toList().getFirst())
        .startsWith("id,at,actor,onBehalfOf,action");
    assertThat(answer.text()).contains("\"container =1+1,\"\"x\"\"\"");
  }

  @Test
  void verifiesTheChain() {
    JsonNode found = admin.post("/api/v1/audit/verify", Map.of()).json();

    assertThat(found.get("entries").intValue()).isEqualTo(3);
    assertThat(found.has("broken")).isFalse();
  }

  @Test
  void findsThatAnAnchorIsOfAnotherChain() {
    String anchors =
        "{\"anchors\":[{\"at\":\"2026-01-01T00:00:00Z\",\"chain\":\"%s\",\"id\":2,\"hash\":\"00\"}]}"
            .formatted(admin.post("/api/v1/audit/verify").json().get("chain").stringValue());

    JsonNode found = admin.post("/api/v1/audit/verify", anchors).json();

    assertThat(found.at("/broken/kind").stringValue()).isEqualTo("REWRITTEN");
    assertThat(found.at("/broken/id").intValue()).isEqualTo(2);
  }

  @Test
  void refusesAnchorsThatAreNone() {
    assertThat(admin.post("/api/v1/audit/verify", "{\"anchors\":[{\"id\":2}]}").code())
        .isEqualTo("INVALID_ARGUMENT");
  }

  private List<String> objects(String query) {
    return admin
        .get("/api/v1/audit?" + query)
        .json()
        .get("items")
        .valueStream()
        .map(entry -> entry.get("object").stringValue())
        .toList();
  }
}
