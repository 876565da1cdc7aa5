package io.gantry.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named set of permissions in a tenant: one of the three that every tenant has, in capital
 * letters, or one of the tenant's own, in small ones.
 */
public record Role(String name, Set<Permission> permissions) {
  public static final Role VIEWER = of(BuiltInRole.VIEWER);
  public static final Role OPERATOR = of(BuiltInRole.OPERATOR);
  public static final Role ADMIN = of(BuiltInRole.ADMIN);

  /** Those every tenant has, the smallest first. */
  public static final List<Role> BUILT_IN = List.of(VIEWER, OPERATOR, ADMIN);

  public Role {
    permissions = Permission.setOf(permissions);
  }

  /** The role of this name that every tenant has; empty if it can only be one of a tenant. */
  public static Optional<Role> builtIn(String name) {
    return BUILT_IN.stream().filter(role -> role.name.equals(name)).findFirst();
  }

  /** All that several roles carry. */
  public static Set<Permission> union(Collection<Role> roles) {
    return Permission.setOf(
        roles.stream()
            .flatMap(role -> role.permissions.stream())
            .collect(Collectors.toUnmodifiableSet()));
  }

  public boolean isBuiltIn() {
    return builtIn(name).isPresent();
  }

  private static Role of(BuiltInRole builtIn) {
    return new Role(
        builtIn.name(),
        Arrays.stream(Permission.values())
            .filter(permission -> permission.smallestRole().filter(builtIn::includes).isPresent())
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public String toString() {
    return name;
  }
}
