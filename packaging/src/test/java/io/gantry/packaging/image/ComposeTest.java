package io.gantry.packaging.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.packaging.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComposeTest {
  private JsonNode compose;

  @BeforeEach
  void read() throws IOException {
    compose = Repository.yaml("docker/compose.yaml");
  }

  @Test
  void isTheControlPlaneAndItsDatabaseEachWithAHealthCheck() {
    assertThat(compose.get("services").propertyNames())
        .containsExactly("postgres", "control-plane");
    for (JsonNode service : compose.get("services")) {
      assertThat(service.at("/healthcheck/test/0").stringValue()).startsWith("CMD");
    }
    assertThat(controlPlane().at("/healthcheck/test/1").stringValue())
        .endsWith("/actuator/health/readiness");
    assertThat(controlPlane().at("/depends_on/postgres/condition").stringValue())
        .isEqualTo("service_healthy");
  }

  @Test
  void holdsNoSecret() throws IOException {
    for (JsonNode service : compose.get("services")) {
      for (Map.Entry<String, JsonNode> variable : service.get("environment").properties()) {
        if (variable.getKey().contains("PASSWORD") || variable.getKey().contains("TOKEN")) {
          assertThat(variable.getKey()).endsWith("_FILE");
          assertThat(variable.getValue().stringValue()).startsWith("/run/secrets/");
        }
      }
    }
    assertThat(Repository.text("docker/.gitignore")).contains("*.secret\n");
    for (JsonNode secret : compose.get("secrets")) {
      assertThat(secret.propertyNames()).containsExactly("file");
      assertThat(secret.get("file").stringValue()).endsWith(".secret");
    }
  }

  @Test
  void givesEachServiceTheSecretsItReads() {
    List<String> defined = List.copyOf(compose.get("secrets").propertyNames());

    for (JsonNode service : compose.get("services")) {
      List<String> given = service.get("secrets").valueStream().map(JsonNode::stringValue).toList();
      assertThat(defined).containsAll(given);
      assertThat(
              service
                  .get("environment")
                  .valueStream()
                  .map(JsonNode::asString)
                  .filter(value -> value.startsWith("/run/secrets/"))
                  .map(value -> value.substring("/run/secrets/".length())))
          .allMatch(given::contains);
    }
  }

  @Test
  void publishesTheControlPlaneToThisHostOnly() {
    assertThat(compose.at("/services/postgres").has("ports")).isFalse();
    assertThat(compose.at("/networks/database/internal").booleanValue()).isTrue();
    assertThat(controlPlane().get("ports").valueStream().map(JsonNode::stringValue))
        .containsExactly("127.0.0.1:8080:8080");
  }

  @Test
  void letsTheControlPlaneDoLittle() {
    assertThat(controlPlane().get("read_only").booleanValue()).isTrue();
    assertThat(controlPlane().at("/cap_drop/0").stringValue()).isEqualTo("ALL");
    assertThat(controlPlane().at("/security_opt/0").stringValue())
        .isEqualTo("no-new-privileges:true");
  }

  private JsonNode controlPlane() {
    return compose.at("/services/control-plane");
  }
}
