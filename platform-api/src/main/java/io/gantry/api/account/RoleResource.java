package io.gantry.api.account;

import java.util.List;

/**
 * A role in a tenant.
 *
 * @param builtIn whether every tenant has it, and none can change it
 * @param permissions each as {@code resource:verb}
 */
public record RoleResource(String name, boolean builtIn, List<String> permissions) {
  public RoleResource {
    permissions = permissions == null ? List.of() : List.copyOf(permissions);
  }
}
