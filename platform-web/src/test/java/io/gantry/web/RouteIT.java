package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.Role;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.NodesOnly;
import io.gantry.web.route.OpenToAll;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every route there is: who may use it, and who may not. */
@WebTest
class RouteIT {
  @Autowired private Map<String, RequestMappingHandlerMapping> mappings = Map.of();
  @Autowired private Installation installation;

  @Test
  void everyRouteDeclaresWhoMayUseIt() {
    List<HandlerMethod> undeclared =
        ours()
            .map(Route::method)
            .filter(
                method ->
                    Stream.of(Requires.class, AnyCaller.class, NodesOnly.class, OpenToAll.class)
                            .filter(method::hasMethodAnnotation)
                            .count()
                        != 1)
            .toList();

    assertThat(undeclared).isEmpty();
    assertThat(ours().count()).isGreaterThan(40);
  }

  @Test
  void refusesWhoLacksThePermissionOfARoute() {
    TenantId tenant = installation.newTenant();
    List<String> wrong = new ArrayList<>();
    for (Role role : Role.BUILT_IN) {
      Client client = installation.as(tenant, role);
      for (Route route : required()) {
        boolean refused = route.send(client).equals("FORBIDDEN");
        if (refused == role.permissions().contains(route.permission())) {
          wrong.add(role + " " + route);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void letsNobodyInWithoutACredential() {
    Client nobody = installation.asNobody();
    Client pretender = installation.client("gantry_made-up");

    List<String> open =
        ours()
            .filter(route -> !route.method().hasMethodAnnotation(OpenToAll.class))
            .filter(
                route ->
                    !route.send(nobody).equals("UNAUTHENTICATED")
                        || !route.send(pretender).equals("UNAUTHENTICATED"))
            .map(Route::toString)
            .toList();

    assertThat(open).isEmpty();
  }

  private List<Route> required() {
    return ours()
        .filter(route -> route.method().hasMethodAnnotation(Requires.class))
        .filter(route -> !route.isEndless())
        .toList();
  }

  private Stream<Route> ours() {
    return mappings.values().stream()
        .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
        .filter(entry -> entry.getValue().getBeanType().getName().startsWith("io.gantry."))
        .map(entry -> new Route(entry.getKey(), entry.getValue()));
  }

  private record Route(RequestMappingInfo mapping, HandlerMethod method) {
    Permission permission() {
      Requires requires = method.getMethodAnnotation(Requires.class);
      if (requires == null) {
        throw new IllegalStateException(this + " requires nothing");
      }
      return requires.value();
    }

    boolean isEndless() {
      return mapping
          .getProducesCondition()
          .getProducibleMediaTypes()
          .contains(MediaType.TEXT_EVENT_STREAM);
    }

    String send(Client client) {
      String path =
          mapping
              .getPatternValues()
              .iterator()
              .next()
              .replace("{run}", "1")
              .replaceAll("\\{[^}]*}", "missing");
      RequestMethod verb = mapping.getMethodsCondition().getMethods().iterator().next();
      return client.send(verb.name(), path, BodyPublishers.ofString("{}")).code();
    }

    @Override
    public String toString() {
      return mapping.toString();
    }
  }
}
