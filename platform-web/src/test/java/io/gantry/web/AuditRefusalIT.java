package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.SignIn;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.fleet.audit.Refusals;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is refused, and why, is in the log, however it is refused. */
@WebTest
class AuditRefusalIT {
  private static final String CONTAINERS = "/api/v1/containers";

  @Autowired private Installation installation;
  @Autowired private Refusals refusals;

  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);
  private FakeAgent agent;
  private ContainerResource container;

  @BeforeEach
  void makeAContainer() {
    tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());
    agent = FakeAgent.enrol(admin, installation.asNobody());
    container = admin.post(CONTAINERS, wish("web", "x")).as(ContainerResource.class);
  }

  @AfterEach
  void removeTheNode() throws Exception {
    agent.close();
    admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
  }

  @Test
  void notesANameThatIsTaken() {
    String request =
        refused("NAME_DUPLICATE", admin, client -> client.post(CONTAINERS, wish("web", "x")));

    assertThat(entry(request).object()).isEqualTo("container web");
  }

  @Test
  void notesAVersionThatIsOld() {
    String request =
        refused(
            "PRECONDITION_FAILED",
            admin.with("If-Match", "\"999\""),
            client -> client.patch(CONTAINERS + "/web", "{\"labels\":{}}"));

    assertThat(entry(request).object()).isEqualTo("container " + container.id());
  }

  @Test
  void notesWhatThePolicyForbids() {
    String privileged =
        "{\"spec\":{\"image\":\"demo/busybox:latest\",\"security\":{\"privileged\":true}},\"start\":false}";

    String request = refused("POLICY_DENIED", admin, client -> client.post(CONTAINERS, privileged));

    assertThat(entry(request).action()).isEqualTo("container:create");
  }

  @Test
  void notesAForeignObjectInTheChainOfWhoAskedForIt() {
    TenantId other = installation.newTenant();
    Client stranger = installation.as(other, Role.ADMIN);

    String request =
        refused(
            "NO_SUCH_CONTAINER",
            stranger,
            client -> client.post(CONTAINERS + "/" + container.id() + "/start"));

    assertThat(entries(admin, "/api/v1/audit", request)).isEmpty();
    assertThat(entries(stranger, "/api/v1/audit", request))
        .singleElement()
        .matches(entry -> entry.object().equals("container " + container.id()));
  }

  @Test
  void notesATenantThatIsNotTheCallersInThePlatformsChain() {
    Client stranger =
        installation.as(installation.newTenant(), Role.ADMIN).with("Gantry-Tenant", tenant.value());

    String request =
        refused("NOT_FOUND", stranger, client -> client.post(CONTAINERS + "/web/start"));

    assertThat(entries(admin, "/api/v1/audit", request)).isEmpty();
    assertThat(entries(admin, "/api/v1/audit/platform", request))
        .singleElement()
        .matches(entry -> entry.actor().startsWith("user-"));
  }

  @Test
  void notesAKeyThatCameWithAnotherRequest() {
    Client repeating = admin.with("Idempotency-Key", UUID.randomUUID().toString());
    repeating.post(CONTAINERS, wish("first", "x"));

    String request =
        refused(
            "IDEMPOTENCY_MISMATCH",
            repeating,
            client -> client.post(CONTAINERS, wish("second", "x")));

    assertThat(entry(request).object()).isEqualTo("container");
  }

  @Test
  void notesARefusalOnceInTheTransactionOfAKey() {
    String request =
        refused(
            "NAME_DUPLICATE",
            admin.with("Idempotency-Key", UUID.randomUUID().toString()),
            client -> client.post(CONTAINERS, wish("web", "x")));

    assertThat(entry(request).object()).isEqualTo("container web");
  }

  @Test
  void notesAnAttemptToSignInOverTheLimit() {
    Client elsewhere = installation.asNobody().with("X-Forwarded-For", "203.0.113.77");
    for (int attempt = 0; attempt < 10; attempt++) {
      elsewhere.post("/api/v1/session", new SignIn("nobody", "a wrong long password", null));
    }
    String request = UUID.randomUUID().toString();
    Answer answer =
        elsewhere
            .with("X-Request-Id", request)
            .post("/api/v1/session", new SignIn("nobody", "a wrong long password", null));

    assertThat(answer.code()).isEqualTo("RATE_LIMITED");
    assertThat(entries(admin, "/api/v1/audit/platform", request))
        .singleElement()
        .matches(entry -> entry.outcome().equals("RATE_LIMITED"))
        .matches(entry -> entry.object().equals("user unknown"));
  }

  @Test
  void countsAFloodOfRefusalsInsteadOfNotingEach() {
    Client viewer = installation.as(tenant, Role.VIEWER);
    for (int attempt = 0; attempt < 120; attempt++) {
      viewer.post(CONTAINERS + "/web/start");
    }

    refusals.noteCounted();

    List<AuditResource> noted = list(admin, "/api/v1/audit?outcome=FORBIDDEN&limit=500");
    assertThat(noted).hasSizeBetween(100, 110);
    assertThat(list(admin, "/api/v1/audit?action=request:refuse"))
        .singleElement()
        .matches(
            entry -> String.valueOf(entry.detail()).startsWith((120 - noted.size()) + " further"))
        .matches(entry -> entry.actor().equals(noted.getFirst().actor()));
  }

  @Test
  void notesNothingOfWhoShowsNoCredential() {
    String request = UUID.randomUUID().toString();
    installation.asNobody().with("X-Request-Id", request).post(CONTAINERS + "/web/start");

    assertThat(entries(admin, "/api/v1/audit", request)).isEmpty();
    assertThat(entries(admin, "/api/v1/audit/platform", request)).isEmpty();
  }

  @Test
  void showsNoSecretOfWhatWasMadeAnother() {
    admin.post(CONTAINERS, wish("secretive", "hunter2"));

    assertThat(admin.get("/api/v1/audit?limit=500").text())
        .contains("environment.DB_PASSWORD")
        .doesNotContain("hunter2");
  }

  private CreateContainer wish(String name, String password) {
    ContainerSpec spec =
        ContainerSpec.builder("demo/busybox:latest")
            .name(name)
            .environment(Map.of("DB_PASSWORD", password))
            .build();
    return new CreateContainer(spec, false, agent.name());
  }

  private static String refused(String code, Client client, Function<Client, Answer> attempt) {
    String request = UUID.randomUUID().toString();
    Answer answer = attempt.apply(client.with("X-Request-Id", request));
    assertThat(answer.code()).isEqualTo(code);
    return request;
  }

  private AuditResource entry(String request) {
    List<AuditResource> entries = entries(admin, "/api/v1/audit", request);
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private static List<AuditResource> entries(Client client, String path, String request) {
    return list(client, path + "?requestId=" + request);
  }

  private static List<AuditResource> list(Client client, String path) {
    return client
        .get(path)
        .json()
        .get("items")
        .valueStream()
        .map(entry -> Client.JSON.treeToValue(entry, AuditResource.class))
        .toList();
  }
}
