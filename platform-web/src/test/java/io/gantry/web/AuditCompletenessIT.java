package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditResource;
import io.gantry.fleet.audit.AuditAction;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Requires;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import io.gantry.web.audit.RouteActions;
import io.gantry.web.route.Audited;
import io.gantry.web.route.ChangesNothing;
import io.gantry.web.route.NodesOnly;
import io.gantry.web.route.OpenToAll;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every operation that does something: whatever becomes of it, one entry says so. */
@WebTest
class AuditCompletenessIT {
  @Autowired private Map<String, RequestMappingHandlerMapping> mappings = Map.of();
  @Autowired private Installation installation;

  @Autowired private TestDatabase database;

  private TenantId tenant = TenantId.DEFAULT;
  private Client admin = new Client("", null);

  @BeforeEach
  void makeATenant() {
    tenant = installation.newTenant();
    admin = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());
  }

  @Test
  void everyOperationSaysWhatItIsCalledInTheLog() {
    List<String> nameless =
        routes()
            .filter(route -> !route.verb().equals("GET"))
            .filter(route -> !route.method().hasMethodAnnotation(NodesOnly.class))
            .filter(route -> !onlyLooks(route))
            .filter(route -> RouteActions.of(route.method()).isEmpty())
            .map(Route::toString)
            .toList();

    assertThat(nameless).isEmpty();
    assertThat(acting()).hasSizeGreaterThan(30);
  }

  @Test
  void leavesOneEntryOfEachRefusal() {
    List<String> wrong = new ArrayList<>();
    for (Client client : List.of(installation.as(tenant, Role.VIEWER), admin)) {
      for (Route route : acting()) {
        if (!notesItself(route)) {
          check(
              route,
              route.method().hasMethodAnnotation(OpenToAll.class) ? nobody() : client,
              wrong);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private void check(Route route, Client client, List<String> wrong) {
    String request = UUID.randomUUID().toString();
    Answer answer = route.sendToMissing(client.with("X-Request-Id", request));
    String outcome = answer.status() < 400 ? "ok" : answer.code();
    List<AuditResource> entries = entries(request);
    if (entries.size() != 1 || !isWhole(entries.getFirst(), route, outcome)) {
      wrong.add(route + " " + outcome + ": " + entries);
    }
  }

  @Test
  void leavesOneEntryOfEachSuccess() throws Exception {
    List<String> wrong = new ArrayList<>();
    try (FakeAgent agent = FakeAgent.enrol(admin, installation.asNobody());
        Deeds deeds = new Deeds(installation, tenant, admin, agent, pastAllFences())) {
      assertThat(deeds.routes())
          .as("how each operation is done with success is written down in Deeds")
          .containsExactlyInAnyOrderElementsOf(acting().stream().map(Route::toString).toList());
      for (Route route : acting()) {
        String request = UUID.randomUUID().toString();
        deeds.of(route.toString()).by(admin.with("X-Request-Id", request));
        List<AuditResource> entries =
            entries(request).stream().filter(entry -> entry.onBehalfOf() == null).toList();
        if (entries.size() != 1 || !isWhole(entries.getFirst(), route, "ok")) {
          wrong.add(route + ": " + entries);
        }
      }
      admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
    }

    assertThat(wrong).isEmpty();
  }

  private static boolean isWhole(AuditResource entry, Route route, String outcome) {
    return entry.outcome().equals(outcome)
        && entry.action().equals(route.action().name())
        && !entry.actor().isBlank()
        && !entry.object().isBlank()
        && "127.0.0.1".equals(entry.address());
  }

  /** Entries of a request, whosever chain they are in. */
  private List<AuditResource> entries(String request) {
    return Stream.of("/api/v1/audit", "/api/v1/audit/platform")
        .flatMap(
            path -> admin.get(path + "?requestId=" + request).json().get("items").valueStream())
        .map(entry -> Client.JSON.treeToValue(entry, AuditResource.class))
        .toList();
  }

  private JdbcClient pastAllFences() {
    return JdbcClient.create(database.dataSource());
  }

  private Client nobody() {
    return installation.asNobody();
  }

  private static boolean onlyLooks(Route route) {
    Requires requires = route.method().getMethodAnnotation(Requires.class);
    return route.method().hasMethodAnnotation(ChangesNothing.class)
        || (requires != null && requires.value().isReading());
  }

  private static boolean notesItself(Route route) {
    Audited audited = route.method().getMethodAnnotation(Audited.class);
    return audited != null && audited.notesRefusals();
  }

  private List<Route> acting() {
    return routes().filter(route -> RouteActions.of(route.method()).isPresent()).toList();
  }

  private Stream<Route> routes() {
    return mappings.values().stream()
        .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
        .filter(entry -> entry.getValue().getBeanType().getName().startsWith("io.gantry."))
        .map(entry -> new Route(entry.getKey(), entry.getValue()));
  }

  private record Route(RequestMappingInfo mapping, HandlerMethod method) {
    AuditAction action() {
      return RouteActions.of(method).orElseThrow();
    }

    String verb() {
      return mapping.getMethodsCondition().getMethods().iterator().next().name();
    }

    private String pattern() {
      return mapping.getPatternValues().iterator().next();
    }

    /** Asks for what is not there, on a node that is not there. */
    Answer sendToMissing(Client client) {
      String path = pattern().replaceAll("\\{[^}]*}", "missing");
      return client.send(verb(), path + "?node=missing", BodyPublishers.ofString("{}"));
    }

    @Override
    public String toString() {
      return verb() + " " + pattern();
    }
  }
}
