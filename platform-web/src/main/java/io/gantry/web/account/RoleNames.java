package io.gantry.web.account;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Role;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Roles as the wire names them. */
final class RoleNames {
  private static final String PROBLEM = "is VIEWER, OPERATOR or ADMIN";

  private RoleNames() {}

  /**
   * The role of the name.
   *
   * @throws GantryException INVALID_ARGUMENT if there is none
   */
  static Role required(@Nullable String name) {
    return Stream.of(Role.values())
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.INVALID_ARGUMENT, "role " + PROBLEM)
                    .at(Map.of("role", PROBLEM)));
  }

  /** The role of the name, or absent for none. */
  static @Nullable Role optional(@Nullable String name) {
    return name == null ? null : required(name);
  }
}
