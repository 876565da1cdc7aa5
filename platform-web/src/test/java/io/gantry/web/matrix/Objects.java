package io.gantry.web.matrix;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.resource.CreateContainer;
import io.gantry.security.Role;
import io.gantry.security.account.Account;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.ApiTokens.Wish;
import io.gantry.security.credential.Sessions;
import io.gantry.security.credential.Sessions.Source;
import io.gantry.web.Client;
import io.gantry.web.FakeAgent;
import io.gantry.web.Installation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes what operations are about: for each kind of path an own, a foreign and a missing object.
 */
final class Objects {
  private static final String ALERT =
      "{\"name\":\"%s\",\"filter\":{\"failed\":true},\"url\":\"http://nobody.invalid/\"}";
  private static final Source HERE = new Source("-", "matrix");

  private final Installation installation;
  private final ApiTokens tokens;
  private final Sessions sessions;
  private final FakeAgent agent;
  private final TenantId tenant;
  private final TenantId foreign;
  private final Client admin;
  private final Client stranger;
  private final Account other;
  private final FakeAgent spare;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, String> made = new ConcurrentHashMap<>();

  /** Makes an object for a subject; what it returns stands in the path instead of its variables. */
  @FunctionalInterface
  private interface Maker {
    String make(Subject subject);
  }

  /** How objects are made; what is shared is made once for each operation. */
  private record Kind(Maker own, Maker foreign, Maker missing, boolean shared) {}

  Objects(
      Installation installation,
      ApiTokens tokens,
      Sessions sessions,
      List<FakeAgent> agents,
      TenantId tenant,
      TenantId foreign) {
    this.installation = installation;
    this.tokens = tokens;
    this.sessions = sessions;
    this.agent = agents.getFirst();
    this.spare = agents.getLast();
    this.tenant = tenant;
    this.foreign = foreign;
    this.admin = in(tenant);
    this.stranger = in(foreign);
    this.other = installation.user(false, Map.of(foreign, Role.ADMIN));
    ofTenants();
    ofAccounts();
    ofThePlatform();
  }

  private Client in(TenantId of) {
    return installation.asPlatformAdmin(of).with("Gantry-Tenant", of.value());
  }

  /** Paths of which nobody said how their objects are made. */
  List<String> unknown(List<Operation> operations) {
    return operations.stream()
        .filter(Operation::hasObject)
        .map(Objects::pattern)
        .filter(pattern -> !kinds.containsKey(pattern))
        .distinct()
        .toList();
  }

  /** The path with an object instead of its variables. */
  String path(Operation operation, Subject subject, Target target) {
    if (target == Target.NONE) {
      return operation.path();
    }
    String pattern = pattern(operation);
    String root = pattern.substring(0, pattern.indexOf('{'));
    String rest = operation.path().substring(pattern.length());
    Kind kind = java.util.Objects.requireNonNull(kinds.get(pattern), pattern);
    Maker maker =
        switch (target) {
          case OWN -> kind.own();
          case FOREIGN -> kind.foreign();
          case MISSING, NONE -> kind.missing();
        };
    String object =
        kind.shared()
            ? made.computeIfAbsent(operation + " " + target, key -> maker.make(subject))
            : maker.make(subject);
    return root + object + rest;
  }

  /** The path up to its last variable, by which its objects are known. */
  private static String pattern(Operation operation) {
    return operation.path().substring(0, operation.path().lastIndexOf('}') + 1);
  }

  /** The next one who asks for the operation's own object gets a new one. */
  void spent(Operation operation) {
    made.remove(operation + " " + Target.OWN);
  }

  private void ofTenants() {
    String own = container(admin);
    String theirs = container(stranger);
    String none = new StringBuilder(theirs).reverse().toString();
    of("/api/v1/containers/{reference}", own, theirs, none);
    of("/api/v1/exits/{container}/{run}", own + "/1", theirs + "/1", none + "/1");
    named(
        "/api/v1/volumes/{name}",
        (client, name) ->
            client.post(
                "/api/v1/volumes",
                "{\"name\":\"%s\",\"node\":\"%s\"}".formatted(name, agent.name())));
    named(
        "/api/v1/secrets/{name}",
        (client, name) ->
            client.post(
                "/api/v1/secrets", "{\"name\":\"%s\",\"data\":\"c2VjcmV0\"}".formatted(name)));
    named(
        "/api/v1/alerts/{name}",
        (client, name) -> client.post("/api/v1/alerts", ALERT.formatted(name)));
    kinds.put(
        "/api/v1/alerts/{name}/deliveries/{delivery}",
        new Kind(
            subject -> delivery(admin),
            subject -> delivery(stranger),
            subject -> fresh() + "/deliveries/" + fresh(),
            true));
    named("/api/v1/roles/{role}", put("/api/v1/roles/", "{\"permissions\":[]}"));
    named("/api/v1/groups/{group}", put("/api/v1/groups/", "{\"roles\":[],\"members\":[]}"));
    named("/api/v1/service-accounts/{account}", put("/api/v1/service-accounts/", "{\"roles\":[]}"));
    kinds.put(
        "/api/v1/service-accounts/{account}/tokens/{id}",
        new Kind(
            subject -> serviceToken(admin),
            subject -> serviceToken(stranger),
            subject -> fresh() + "/tokens/" + fresh(),
            true));
    String work = "{\"container\":{\"image\":\"demo:1\"}%s}";
    named("/api/v1/jobs/{name}", specified("/api/v1/jobs", work.formatted("")));
    named(
        "/api/v1/schedules/{name}",
        specified(
            "/api/v1/schedules",
            "{\"cron\":\"@yearly\",\"job\":%s}".formatted(work.formatted(""))));
    named(
        "/api/v1/services/{name}",
        specified("/api/v1/services", work.formatted(",\"replicas\":0")));
    kinds.put(
        "/api/v1/tenants/{tenant}/members/{user}",
        new Kind(
            subject -> tenant + "/members/" + other.name(),
            subject -> foreign + "/members/" + other.name(),
            subject -> fresh() + "/members/" + other.name(),
            true));
  }

  private void ofAccounts() {
    kinds.put(
        "/api/v1/tokens/{id}",
        new Kind(this::token, subject -> token(other), subject -> fresh(), false));
    kinds.put(
        "/api/v1/sessions/{id}",
        new Kind(this::session, subject -> session(other), subject -> fresh(), false));
  }

  private void ofThePlatform() {
    ofPlatform("/api/v1/nodes/{reference}", subject -> spare.nodeId(), subject -> fresh());
    ofPlatform("/api/v1/tenants/{tenant}", subject -> tenant.value(), subject -> fresh());
    ofPlatform("/api/v1/users/{user}", subject -> other.name(), subject -> fresh());
    ofPlatform(
        "/api/v1/users/{user}/sessions/{id}",
        subject -> other.name() + "/sessions/" + session(other),
        subject -> other.name() + "/sessions/" + fresh());
    ofPlatform("/agent/v1/streams/{replica}/{id}", Objects::stream, Objects::stream);
    ofPlatform("/agent/v1/containers/{container}", subject -> fresh(), subject -> fresh());
  }

  private void of(String path, String own, String theirs, String none) {
    kinds.put(path, new Kind(subject -> own, subject -> theirs, subject -> none, true));
  }

  private void ofPlatform(String path, Maker maker, Maker missing) {
    kinds.put(path, new Kind(maker, maker, missing, true));
  }

  /** What one object of a tenant is made by, under a name. */
  @FunctionalInterface
  private interface Named {
    Client.Answer make(Client client, String name);
  }

  private void named(String path, Named maker) {
    kinds.put(
        path,
        new Kind(
            subject -> make(maker, admin),
            subject -> make(maker, stranger),
            subject -> fresh(),
            true));
  }

  private static String make(Named maker, Client client) {
    String name = fresh();
    Client.Answer made = maker.make(client, name);
    if (made.status() >= 400) {
      throw new IllegalStateException(made.text());
    }
    return name;
  }

  private static Named specified(String path, String spec) {
    return (client, name) ->
        client.post(path, "{\"name\":\"%s\",\"spec\":%s}".formatted(name, spec));
  }

  private static Named put(String root, String body) {
    return (client, name) -> client.put(root + name, body);
  }

  private static String delivery(Client client) {
    String name = make((by, chosen) -> by.post("/api/v1/alerts", ALERT.formatted(chosen)), client);
    Client.Answer called = client.post("/api/v1/alerts/" + name + "/test");
    return name + "/deliveries/" + called.json().get("delivery").stringValue();
  }

  private String serviceToken(Client client) {
    String account = make(put("/api/v1/service-accounts/", "{\"roles\":[]}"), client);
    return account
        + "/tokens/"
        + id(client.post("/api/v1/service-accounts/" + account + "/tokens", "{\"name\":\"t\"}"));
  }

  private String container(Client client) {
    return id(
        client.post(
            "/api/v1/containers",
            new CreateContainer(ContainerSpec.builder("demo:1").build(), false, agent.name())));
  }

  private String token(Subject subject) {
    return token(subject.account());
  }

  private String token(Account account) {
    return tokens.make(account.id(), new Wish("object", null, null, null)).token().id().toString();
  }

  private String session(Subject subject) {
    return session(subject.account());
  }

  private String session(Account account) {
    sessions.begin(account.id(), HERE);
    return sessions.list(account.id()).getFirst().id().toString();
  }

  private static String stream(Subject subject) {
    return "elsewhere/" + fresh();
  }

  private static String id(Client.Answer made) {
    return made.json().get("id").stringValue();
  }

  /** A name nothing has; also good as an id. */
  private static String fresh() {
    return UUID.randomUUID().toString().replaceFirst("^[0-9]", "a");
  }
}
