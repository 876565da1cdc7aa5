package io.gantry.web.matrix;

import io.gantry.api.account.RoleSpec;
import io.gantry.api.account.ServiceAccountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import io.gantry.web.Client;
import io.gantry.web.Installation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the kinds of callers in a tenant, each once. */
final class Subjects {
  private final Installation installation;
  private final TenantId tenant;
  private final Client admin;
  private final Map<String, Subject> made = new LinkedHashMap<>();

  Subjects(Installation installation, TenantId tenant) {
    this.installation = installation;
    this.tenant = tenant;
    this.admin = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());
  }

  /** Those who ask for an operation. */
  List<Subject> of(Operation operation) {
    List<Subject> subjects =
        new ArrayList<>(
            List.of(
                made.computeIfAbsent("nobody", this::member),
                builtIn(Role.VIEWER),
                builtIn(Role.OPERATOR),
                builtIn(Role.ADMIN),
                made.computeIfAbsent("platform admin", this::platformAdmin)));
    operation
        .permission()
        .filter(Permission::isOfTenant)
        .ifPresent(
            permission -> {
              String word = permission.toString().replace(':', '-');
              subjects.add(custom("only-" + word, EnumSet.of(permission)));
              EnumSet<Permission> rest = EnumSet.noneOf(Permission.class);
              rest.addAll(Role.ADMIN.permissions());
              rest.remove(permission);
              subjects.add(custom("but-" + word, rest));
            });
    return subjects;
  }

  private Subject member(String name) {
    return new Subject(
        name, installation.user(false, Map.of()), Set.of(), false, false, service(name, List.of()));
  }

  private Subject builtIn(Role role) {
    return made.computeIfAbsent(role.name().toLowerCase(Locale.ROOT), name -> of(name, role));
  }

  private Subject custom(String name, Set<Permission> permissions) {
    return made.computeIfAbsent(
        name,
        key -> {
          done(
              admin.put(
                  "/api/v1/roles/" + name,
                  new RoleSpec(permissions.stream().map(Permission::toString).toList())));
          return of(name, new Role(name, permissions));
        });
  }

  private Subject of(String name, Role role) {
    return new Subject(
        name,
        installation.user(false, Map.of(tenant, role)),
        role.permissions(),
        true,
        false,
        service(name, List.of(role.name())));
  }

  private Subject platformAdmin(String name) {
    return new Subject(
        name,
        installation.user(true, Map.of(tenant, Role.ADMIN)),
        Role.ADMIN.permissions(),
        true,
        true,
        "");
  }

  private String service(String name, List<String> roles) {
    String path = "/api/v1/service-accounts/" + name;
    done(admin.put(path, new ServiceAccountSpec(roles, null)));
    return done(admin.post(path + "/tokens", "{\"name\":\"matrix\"}"))
        .json()
        .get("token")
        .stringValue();
  }

  private static Client.Answer done(Client.Answer answer) {
    if (answer.status() >= 400) {
      throw new IllegalStateException(answer.text());
    }
    return answer;
  }
}
