package io.gantry.api.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service account of a tenant is.
 *
 * @param roles what it may do: {@code VIEWER OPERATOR ADMIN}, or roles of the tenant's own
 * @param disabled whether it is refused, which withdraws its tokens; absent is no
 */
public record ServiceAccountSpec(List<String> roles, @Nullable Boolean disabled) {
  public ServiceAccountSpec {
    if (roles != null) { // A request that lacks it is refused elsewhere.
      roles = List.copyOf(roles);
    }
  }
}
