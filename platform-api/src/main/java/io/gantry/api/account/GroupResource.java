package io.gantry.api.account;

import java.time.Instant;
import java.util.List;

/**
 * Users of a tenant who hold the same roles.
 *
 * @param roles what each member may do
 * @param members names of users, in their order
 */
public record GroupResource(
    String name, List<String> roles, List<String> members, Instant createdAt) {
  public GroupResource {
    roles = roles == null ? List.of() : List.copyOf(roles);
    members = members == null ? List.of() : List.copyOf(members);
  }
}
