package io.gantry.web;

import io.gantry.api.account.CreateTenant;
import io.gantry.api.account.SignIn;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.TenantId;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobSpec;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleSpec;
import io.gantry.api.schedule.UpdateSchedule;
import io.gantry.api.service.CreateService;
import io.gantry.api.service.ServiceSpec;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * For each operation that does something, how it is done with success. What it needs is made when a
 * deed is asked for; the deed itself is one request.
 */
final class Deeds implements AutoCloseable {
  private static final String CONTAINERS = "/api/v1/containers";
  private static final String JOBS = "/api/v1/jobs";
  private static final String SECRETS = "/api/v1/secrets";
  private static final String SCHEDULES = "/api/v1/schedules";
  private static final String SERVICES = "/api/v1/services";
  private static final String IMAGES = "/api/v1/images";
  private static final String ALERTS = "/api/v1/alerts";

  private final Installation installation;
  private final TenantId tenant;
  private final Client admin;
  private final FakeAgent agent;
  private final JdbcClient database;
  private final Map<String, Preparation> deeds = new LinkedHashMap<>();
  private final List<String> nodes = new ArrayList<>();

  /** One request, by a client that puts its request id on it. */
  @FunctionalInterface
  interface Deed {
    void by(Client client) throws Exception;
  }

  /** Makes what a deed needs. */
  @FunctionalInterface
  private interface Preparation {
    Deed prepare() throws Exception;
  }

  /**
   * @param database past all fences, for what takes long to come about
   */
  Deeds(
      Installation installation,
      TenantId tenant,
      Client admin,
      FakeAgent agent,
      JdbcClient database) {
    this.database = database;
    this.installation = installation;
    this.tenant = tenant;
    this.admin = admin;
    this.agent = agent;
    containers();
    secrets();
    images();
    jobs();
    schedules();
    services();
    platform();
    accounts();
    doctor();
    principals();
    alerts();
  }

  /** Method and path of each operation. */
  List<String> routes() {
    return List.copyOf(deeds.keySet());
  }

  Deed of(String route) throws Exception {
    Preparation preparation = deeds.get(route);
    if (preparation == null) {
      throw new IllegalArgumentException("nobody wrote down how to do " + route);
    }
    return preparation.prepare();
  }

  private void containers() {
    deeds.put("POST " + CONTAINERS, () -> client -> done(client.post(CONTAINERS, wish())));
    wish("PATCH", "", "{\"labels\":{\"a\":\"b\"}}", false);
    wish("DELETE", "", "", false);
    wish("POST", "/start", "{}", false);
    wish("POST", "/stop", "{}", true);
    wish("POST", "/restart", "{}", true);
    wish("POST", "/kill", "{\"signal\":\"TERM\"}", true);
    wish("POST", "/pause", "{}", true);
    deeds.put(
        "POST " + CONTAINERS + "/{reference}/unpause",
        () -> {
          String path = running();
          done(admin.post(path + "/pause"));
          return client -> done(client.post(path + "/unpause"));
        });
    deeds.put("GET " + CONTAINERS + "/{reference}/exec", () -> socket("/exec?command=true"));
    deeds.put("GET " + CONTAINERS + "/{reference}/attach", () -> socket("/attach"));
    deeds.put(
        "POST /api/v1/volumes",
        () -> client -> done(client.post("/api/v1/volumes", volume("v-" + UUID.randomUUID()))));
    deeds.put(
        "DELETE /api/v1/volumes/{name}",
        () -> {
          String name = "v-" + UUID.randomUUID();
          done(admin.post("/api/v1/volumes", volume(name)));
          return client -> done(client.delete("/api/v1/volumes/" + name));
        });
  }

  private void jobs() {
    deeds.put("POST " + JOBS, () -> client -> done(client.post(JOBS, job())));
    deeds.put(
        "POST " + JOBS + "/{name}/cancel",
        () -> {
          String path = madeJob();
          return client -> done(client.post(path + "/cancel"));
        });
    deeds.put(
        "DELETE " + JOBS + "/{name}",
        () -> {
          String path = madeJob();
          return client -> done(client.delete(path));
        });
  }

  private void schedules() {
    deeds.put("POST " + SCHEDULES, () -> client -> done(client.post(SCHEDULES, schedule())));
    deeds.put(
        "PATCH " + SCHEDULES + "/{name}",
        () -> {
          String path = madeSchedule();
          UpdateSchedule change = new UpdateSchedule(schedule().spec());
          return client -> done(client.with("If-Match", "*").patch(path, change));
        });
    for (String operation : List.of("/suspend", "/resume")) {
      deeds.put(
          "POST " + SCHEDULES + "/{name}" + operation,
          () -> {
            String path = madeSchedule();
            return client -> done(client.post(path + operation));
          });
    }
    deeds.put(
        "DELETE " + SCHEDULES + "/{name}",
        () -> {
          String path = madeSchedule();
          return client -> done(client.delete(path));
        });
  }

  private void services() {
    deeds.put("POST " + SERVICES, () -> client -> done(client.post(SERVICES, service())));
    deeds.put(
        "PATCH " + SERVICES + "/{name}",
        () -> {
          String path = madeService();
          return client -> done(client.with("If-Match", "*").patch(path, "{\"replicas\":0}"));
        });
    deeds.put(
        "POST " + SERVICES + "/{name}/rollback",
        () -> {
          String path = madeService();
          return client -> done(client.post(path + "/rollback", "{\"revision\":1}"));
        });
    deeds.put(
        "DELETE " + SERVICES + "/{name}",
        () -> {
          String path = madeService();
          return client -> done(client.delete(path));
        });
  }

  private String madeService() {
    return SERVICES + "/" + done(admin.post(SERVICES, service())).json().get("name").stringValue();
  }

  private CreateService service() {
    return new CreateService(
        "s-" + UUID.randomUUID(),
        new ServiceSpec(
            ContainerSpec.builder("demo/busybox:latest").build(), agent.name(), 0, null));
  }

  private String madeSchedule() {
    return SCHEDULES
        + "/"
        + done(admin.post(SCHEDULES, schedule())).json().get("name").stringValue();
  }

  private CreateSchedule schedule() {
    return new CreateSchedule(
        "s-" + UUID.randomUUID(),
        new ScheduleSpec("@yearly", null, null, null, null, null, job().spec()));
  }

  private String madeJob() {
    return JOBS + "/" + done(admin.post(JOBS, job())).json().get("name").stringValue();
  }

  private CreateJob job() {
    ContainerSpec container = ContainerSpec.builder("demo/busybox:latest").build();
    return new CreateJob(
        null, new JobSpec(container, agent.name(), null, null, null, null, null, null, null, null));
  }

  private void secrets() {
    deeds.put("POST " + SECRETS, () -> client -> done(client.post(SECRETS, secret(newName()))));
    deeds.put(
        "PUT " + SECRETS + "/{name}",
        () -> {
          String path = SECRETS + "/" + newSecret();
          return client -> done(client.with("If-Match", "*").put(path, "{\"data\":\"eA==\"}"));
        });
    deeds.put(
        "DELETE " + SECRETS + "/{name}",
        () -> {
          String path = SECRETS + "/" + newSecret();
          return client -> done(client.delete(path));
        });
  }

  private String newSecret() throws IOException {
    String name = newName();
    done(admin.post(SECRETS, secret(name)));
    return name;
  }

  private static String newName() {
    return "s-" + UUID.randomUUID();
  }

  private static String secret(String name) {
    return "{\"name\":\"%s\",\"data\":\"eA==\"}".formatted(name);
  }

  private void wish(String method, String operation, String body, boolean ofARunning) {
    deeds.put(
        method + " " + CONTAINERS + "/{reference}" + operation,
        () -> {
          String path = ofARunning ? running() : created();
          return client -> {
            Client careful = client.with("If-Match", "*");
            done(
                switch (method) {
                  case "PATCH" -> careful.patch(path, body);
                  case "DELETE" -> careful.delete(path);
                  default -> careful.post(path + operation, body);
                });
          };
        });
  }

  /** The node is asked and never answers, which is what is noted here. */
  private void images() {
    String node = "\"node\":\"" + agent.name() + "\"";
    String there = "node=" + agent.name();
    String reference = "{\"reference\":\"demo:1\"," + node + "}";
    unanswered("POST", "/pull", "", reference);
    unanswered("POST", "/push", "", reference);
    unanswered("POST", "/tag", "", "{\"source\":\"demo:1\",\"target\":\"demo:2\"," + node + "}");
    unanswered("POST", "/prune", "?" + there, "");
    unanswered("POST", "/load", "?" + there, "archive");
    unanswered("POST", "/import", "?reference=demo:1&" + there, "archive");
    unanswered("GET", "/save", "?reference=demo:1&" + there, "");
    unanswered("DELETE", "", "?reference=demo:1&" + there, "");
  }

  private void unanswered(String method, String operation, String query, String body) {
    deeds.put(
        method + " " + IMAGES + operation,
        () ->
            client ->
                refusedWith(
                    "NODE_UNAVAILABLE",
                    client.send(
                        method, IMAGES + operation + query, BodyPublishers.ofString(body))));
  }

  private void platform() {
    deeds.put("POST /api/v1/node-tokens", () -> client -> done(client.post("/api/v1/node-tokens")));
    for (String operation : List.of("/drain", "/undrain")) {
      deeds.put(
          "POST /api/v1/nodes/{reference}" + operation,
          () -> {
            String node = enrol(installation.asNobody());
            return client -> done(client.post("/api/v1/nodes/" + node + operation));
          });
    }
    deeds.put(
        "DELETE /api/v1/nodes/{reference}",
        () -> {
          String node = enrol(installation.asNobody());
          return client -> done(client.delete("/api/v1/nodes/" + node));
        });
    deeds.put(
        "POST /agent/v1/enrol",
        () -> client -> enrol(installation.asNobody().withRequestIdOf(client)));
    deeds.put("POST /api/v1/tenants", () -> client -> done(newTenant(client)));
    deeds.put(
        "PUT /api/v1/tenants/{tenant}/quota",
        () -> {
          String id = newTenant(admin).json().get("id").stringValue();
          return client ->
              done(client.put("/api/v1/tenants/" + id + "/quota", "{\"containers\":10}"));
        });
    deeds.put("POST /api/v1/users", () -> client -> done(newUser(client)));
    deeds.put(
        "PUT /api/v1/roles/{role}",
        () -> client -> done(newRole(client, "r-" + UUID.randomUUID())));
    deeds.put(
        "DELETE /api/v1/roles/{role}",
        () -> {
          String role = "r-" + UUID.randomUUID();
          done(newRole(admin, role));
          return client -> done(client.delete("/api/v1/roles/" + role));
        });
    deeds.put(
        "PUT /api/v1/tenants/{tenant}/members/{user}",
        () -> {
          String user = newUser(admin).json().get("name").stringValue();
          return client ->
              done(
                  client.put(
                      "/api/v1/tenants/" + tenant + "/members/" + user, "{\"role\":\"VIEWER\"}"));
        });
  }

  private void accounts() {
    deeds.put(
        "POST /api/v1/tokens",
        () -> client -> done(client.post("/api/v1/tokens", "{\"name\":\"t\"}")));
    deeds.put(
        "DELETE /api/v1/tokens/{id}",
        () -> {
          String id =
              admin.post("/api/v1/tokens", "{\"name\":\"t\"}").json().get("id").stringValue();
          return client -> done(client.delete("/api/v1/tokens/" + id));
        });
    deeds.put(
        "POST /api/v1/session",
        () -> {
          String user = installation.user(false, Map.of(tenant, Role.VIEWER)).name();
          return client ->
              done(
                  installation
                      .asNobody()
                      .withRequestIdOf(client)
                      .post("/api/v1/session", new SignIn(user, Installation.PASSWORD, null)));
        });
    deeds.put("DELETE /api/v1/session", () -> client -> done(client.delete("/api/v1/session")));
  }

  private void alerts() {
    deeds.put(
        "POST " + ALERTS,
        () -> client -> done(client.post(ALERTS, alert("a-" + UUID.randomUUID()))));
    deeds.put(
        "DELETE " + ALERTS + "/{name}",
        () -> {
          String path = newAlert();
          return client -> done(client.delete(path));
        });
    for (String operation : List.of("/enable", "/secret", "/test")) {
      deeds.put(
          "POST " + ALERTS + "/{name}" + operation,
          () -> {
            String path = newAlert();
            return client -> done(client.post(path + operation));
          });
    }
    deeds.put(
        "POST " + ALERTS + "/{name}/deliveries/{delivery}/redeliver",
        () -> {
          String path = newAlert();
          String id = done(admin.post(path + "/test")).json().get("delivery").stringValue();
          return client -> done(client.post(path + "/deliveries/" + id + "/redeliver"));
        });
  }

  private String newAlert() {
    String name = "a-" + UUID.randomUUID();
    done(admin.post(ALERTS, alert(name)));
    return ALERTS + "/" + name;
  }

  private static String alert(String name) {
    return "{\"name\":\"%s\",\"filter\":{\"failed\":true},\"url\":\"http://nobody.invalid/\"}"
        .formatted(name);
  }

  private void doctor() {
    deeds.put(
        "POST /api/v1/stuck/mend",
        () -> {
          String path = created();
          return client ->
              done(
                  client.post(
                      "/api/v1/stuck/mend",
                      mend("NEVER_REPORTED", path.substring(path.lastIndexOf('/') + 1))));
        });
    deeds.put(
        "POST /api/v1/stuck/platform/mend",
        () -> {
          String node = enrol(installation.asNobody());
          leaveOldMark(node);
          return client ->
              done(client.post("/api/v1/stuck/platform/mend", mend("TOMBSTONE", node)));
        });
  }

  /** As if the housekeeping had not run for long. */
  private void leaveOldMark(String node) {
    database
        .sql("insert into assignment_tombstones values (:node, 1, 'gone', now() - interval '3 h')")
        .param("node", node)
        .update();
  }

  private static String mend(String kind, String id) {
    return "{\"kind\":\"%s\",\"id\":\"%s\"}".formatted(kind, id);
  }

  private Answer newTenant(Client client) {
    TenantId id = installation.newTenant();
    return client.post("/api/v1/tenants", new CreateTenant(id, null, null));
  }

  /** What may do something in a tenant: made, changed and taken away. */
  private void principals() {
    put("/api/v1/groups/{group}", "{\"roles\":[\"VIEWER\"],\"members\":[]}");
    remove("/api/v1/groups/{group}", "{\"roles\":[],\"members\":[]}");
    put("/api/v1/service-accounts/{account}", "{\"roles\":[\"VIEWER\"]}");
    remove("/api/v1/service-accounts/{account}", "{\"roles\":[]}");
    deeds.put(
        "POST /api/v1/service-accounts/{account}/tokens",
        () -> {
          String tokens = serviceAccount() + "/tokens";
          return client -> done(client.post(tokens, "{\"name\":\"t\"}"));
        });
    deeds.put(
        "DELETE /api/v1/service-accounts/{account}/tokens/{id}",
        () -> {
          String tokens = serviceAccount() + "/tokens";
          String id = id(done(admin.post(tokens, "{\"name\":\"t\"}")));
          return client -> done(client.delete(tokens + "/" + id));
        });
    deeds.put(
        "PUT /api/v1/users/{user}",
        () -> {
          String user = newUser(admin).json().get("name").stringValue();
          return client -> done(client.put("/api/v1/users/" + user, "{\"disabled\":true}"));
        });
    deeds.put(
        "DELETE /api/v1/users/{user}/sessions/{id}",
        () -> {
          String user = installation.user(false, Map.of()).name();
          signIn(installation.asNobody(), user);
          String sessions = "/api/v1/users/" + user + "/sessions";
          String id = id(admin.get(sessions), "/items/0/id");
          return client -> done(client.delete(sessions + "/" + id));
        });
    deeds.put(
        "DELETE /api/v1/sessions/{id}",
        () -> {
          String me = admin.get("/api/v1/session").json().get("user").stringValue();
          signIn(installation.asNobody(), me);
          String id = id(admin.get("/api/v1/sessions"), "/items/0/id");
          return client -> done(client.delete("/api/v1/sessions/" + id));
        });
  }

  private void put(String pattern, String body) {
    deeds.put("PUT " + pattern, () -> client -> done(client.put(named(pattern), body)));
  }

  private void remove(String pattern, String body) {
    deeds.put(
        "DELETE " + pattern,
        () -> {
          String path = named(pattern);
          done(admin.put(path, body));
          return client -> done(client.delete(path));
        });
  }

  private static String named(String pattern) {
    return pattern.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  private String serviceAccount() {
    String path = named("/api/v1/service-accounts/{account}");
    done(admin.put(path, "{\"roles\":[\"VIEWER\"]}"));
    return path;
  }

  private static Answer signIn(Client client, String user) {
    return done(client.post("/api/v1/session", new SignIn(user, Installation.PASSWORD, null)));
  }

  private static String id(Answer made) {
    return id(made, "/id");
  }

  private static String id(Answer answer, String pointer) {
    return answer.json().at(pointer).stringValue();
  }

  private static Answer newRole(Client client, String name) {
    return client.put("/api/v1/roles/" + name, "{\"permissions\":[\"container:read\"]}");
  }

  private static Answer newUser(Client client) {
    return client.post(
        "/api/v1/users",
        "{\"name\":\"u-%s\",\"password\":\"a good long password\",\"platformAdmin\":false}"
            .formatted(UUID.randomUUID()));
  }

  private String enrol(Client host) throws IOException {
    try (FakeAgent other = FakeAgent.enrol(admin, host)) {
      nodes.add(other.nodeId());
      return other.nodeId();
    }
  }

  /** Leaves no node behind that others would be given. */
  @Override
  public void close() {
    nodes.forEach(node -> admin.delete("/api/v1/nodes/" + node + "?force=true"));
  }

  private String volume(String name) {
    return "{\"name\":\"%s\",\"node\":\"%s\"}".formatted(name, agent.name());
  }

  private CreateContainer wish() {
    return new CreateContainer(
        ContainerSpec.builder("demo/busybox:latest").build(), false, agent.name());
  }

  private String created() {
    return CONTAINERS + "/" + done(admin.post(CONTAINERS, wish())).as(ContainerResource.class).id();
  }

  private String running() {
    String path = created();
    done(admin.post(path + "/start"));
    Instant now = Instant.now();
    ContainerStatus status =
        new ContainerStatus(
            new ContainerId(path.substring(path.lastIndexOf('/') + 1)),
            2,
            1,
            false,
            ContainerState.RUNNING,
            1,
            null,
            now,
            null,
            0,
            null,
            false,
            null,
            List.of(),
            null,
            null);
    agent.report(new Report(0, now, status, null, null, null));
    return path;
  }

  private Deed socket(String operation) {
    String path = created();
    return client -> {
      try {
        FrameSocket.open(client.address() + path + operation, client.headers());
        throw new IllegalStateException("nobody dials, and the socket is open");
      } catch (CompletionException e) {
        // The node does not answer; it was asked.
      }
    };
  }

  private static Answer done(Answer answer) {
    if (answer.status() >= 400) {
      throw new IllegalStateException(answer.text());
    }
    return answer;
  }

  private static void refusedWith(String code, Answer answer) {
    if (!answer.code().equals(code)) {
      throw new IllegalStateException(answer.status() + " " + answer.text());
    }
  }
}
