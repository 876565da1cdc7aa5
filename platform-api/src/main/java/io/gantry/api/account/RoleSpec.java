package io.gantry.api.account;

import java.util.List;

/**
 * What a role of a tenant's own carries.
 *
 * @param permissions each as {@code resource:verb}; only those of tenants
 */
public record RoleSpec(List<String> permissions) {
  public RoleSpec {
    if (permissions != null) { // A request that lacks it is refused elsewhere.
      permissions = List.copyOf(permissions);
    }
  }
}
