package io.gantry.api.account;

import java.time.Instant;
import java.util.List;

/** A program of a tenant, which proves who it is by API tokens only. */
public record ServiceAccountResource(
    String name, List<String> roles, boolean disabled, Instant createdAt) {
  public ServiceAccountResource {
    roles = roles == null ? List.of() : List.copyOf(roles);
  }
}
