package io.gantry.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.secret.CreateSecret;
import io.gantry.api.secret.ReplaceSecret;
import io.gantry.api.secret.SecretResource;
import io.gantry.api.secret.SecretValues;
import io.gantry.api.secret.SecretValues.SecretValue;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@WebTest
class SecretIT {
  private static final String SECRETS = "/api/v1/secrets";
  private static final String OPEN_SESAME = "open sesame, says the fortieth";

  @Autowired private Installation installation;
  @Autowired private TestDatabase database;
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
  void isGivenToTheNodeOfTheContainerThatNamesIt() throws Exception {
    assertThat(create("token", OPEN_SESAME).status()).isEqualTo(201);
    create("other", "of nobody's business");

    ContainerResource container = container(SecretSpec.mounted("token"));

    assertThat(opened(agent, container)).containsOnly(Map.entry("token", OPEN_SESAME));
    assertThat(shown("token").containers()).isEqualTo(1);
    try (FakeAgent stranger = FakeAgent.enrol(admin, installation.asNobody())) {
      assertThat(opened(stranger, container)).isEmpty();
      admin.delete("/api/v1/nodes/" + stranger.nodeId() + "?force=true");
    }
  }

  @Test
  void isNeverShown() throws Exception {
    create("token", OPEN_SESAME);
    operator
        .with("If-Match", "*")
        .put(SECRETS + "/token", new ReplaceSecret((OPEN_SESAME + " again").getBytes(UTF_8)));
    container(SecretSpec.variable("token", "TOKEN"));

    String everything =
        operator.get(SECRETS).text()
            + operator.get(SECRETS + "/token").text()
            + operator.get("/api/v1/containers").text()
            + admin.get("/api/v1/audit").text();
    assertThat(everything).contains("secret:create", "secret:update").doesNotContain("sesame");
    assertThat(everythingStored())
        .contains("|token|")
        .doesNotContain("sesame", HexFormat.of().formatHex("sesame".getBytes(UTF_8)));
  }

  @Test
  void hasAVersionThatIsReplacedOnlyByWhoHasReadIt() {
    Answer made = create("token", "one");
    Client careful = operator.with("If-Match", String.valueOf(made.header("ETag")));
    ReplaceSecret two = new ReplaceSecret("two".getBytes(UTF_8));

    assertThat(operator.put(SECRETS + "/token", two).code()).isEqualTo("PRECONDITION_REQUIRED");
    assertThat(careful.put(SECRETS + "/token", two).as(SecretResource.class).version())
        .isEqualTo(2);
    assertThat(careful.put(SECRETS + "/token", two).code()).isEqualTo("PRECONDITION_FAILED");
    assertThat(shown("token").bytes()).isEqualTo(3);
  }

  @Test
  void staysWhileAContainerNamesIt() throws Exception {
    create("token", OPEN_SESAME);
    ContainerResource container = container(SecretSpec.mounted("token"));

    assertThat(operator.delete(SECRETS + "/token").code()).isEqualTo("DEPENDENCY_EXISTS");

    operator.delete("/api/v1/containers/c");
    agent.report(removed(container.id()));
    assertThat(operator.delete(SECRETS + "/token").status()).isEqualTo(204);
    assertThat(operator.get(SECRETS + "/token").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void mustBeThereBeforeAContainerNamesIt() {
    assertThat(post(SecretSpec.mounted("nothing")).code()).isEqualTo("NOT_FOUND");
    assertThat(operator.get("/api/v1/containers").json().get("items")).isEmpty();
  }

  @Test
  void belongsToItsTenant() {
    create("token", OPEN_SESAME);
    Client stranger = installation.as(installation.newTenant(), Role.OPERATOR);

    assertThat(stranger.get(SECRETS + "/token").code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.delete(SECRETS + "/token").code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.get(SECRETS).json().get("items")).isEmpty();
    assertThat(installation.as(tenant, Role.VIEWER).delete(SECRETS + "/token").code())
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void holdsSomethingAndNotTooMuch() {
    assertThat(create("empty", "").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(create("large", "x".repeat(512_001)).code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(create("most", "x".repeat(512_000)).status()).isEqualTo(201);
    assertThat(create("../up", "x").code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(create("most", "x").code()).isEqualTo("NAME_DUPLICATE");
  }

  private Answer create(String name, String data) {
    return operator.post(SECRETS, new CreateSecret(name, data.getBytes(UTF_8)));
  }

  private SecretResource shown(String name) {
    return operator.get(SECRETS + "/" + name).as(SecretResource.class);
  }

  private ContainerResource container(SecretSpec secret) {
    return post(secret).as(ContainerResource.class);
  }

  private Answer post(SecretSpec secret) {
    return operator.post(
        "/api/v1/containers",
        new CreateContainer(
            ContainerSpec.builder("demo:1").name("c").secrets(secret).build(),
            false,
            agent.name()));
  }

  private static Map<String, String> opened(FakeAgent node, ContainerResource container) {
    List<SecretValue> values =
        node.signed()
            .get("/agent/v1/containers/" + container.id() + "/secrets")
            .as(SecretValues.class)
            .secrets();
    return values.stream()
        .collect(Collectors.toMap(SecretValue::name, value -> new String(value.data(), UTF_8)));
  }

  private static Report removed(ContainerId container) {
    return new Report(
        0,
        Instant.now(),
        new ContainerStatus(
            container,
            Long.MAX_VALUE,
            0,
            true,
            ContainerState.CONFIGURED,
            0,
            null,
            null,
            null,
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

  /** Every row of every table as text, with a bar around each value. */
  private String everythingStored() {
    JdbcClient superuser = JdbcClient.create(database.dataSource());
    StringBuilder all = new StringBuilder();
    for (String table :
        superuser
            .sql("select tablename from pg_tables where schemaname = 'public'")
            .query(String.class)
            .list()) {
      superuser
          .sql("select replace(t::text, ',', '|') from " + table + " t")
          .query(String.class)
          .list()
          .forEach(row -> all.append(row).append('\n'));
    }
    return all.toString();
  }
}
