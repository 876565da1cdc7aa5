package io.gantry.api.account;

import java.util.List;

/**
 * What a group of a tenant is.
 *
 * @param roles what each member may do: {@code VIEWER OPERATOR ADMIN}, or roles of the tenant's own
 * @param members names of users
 */
public record GroupSpec(List<String> roles, List<String> members) {
  public GroupSpec {
    if (roles != null && members != null) { // A request that lacks them is refused elsewhere.
      roles = List.copyOf(roles);
      members = List.copyOf(members);
    }
  }
}
