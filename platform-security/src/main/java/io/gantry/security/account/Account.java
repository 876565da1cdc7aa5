package io.gantry.security.account;

import io.gantry.api.container.TenantId;
import io.gantry.security.Caller;
import io.gantry.security.Role;
import java.util.Map;
import java.util.UUID;

/**
 * A person who may sign in.
 *
 * @param passwordHash as {@link Passwords} made it
 * @param oneTimePassword whether the password is good only for choosing another
 * @param disabled whether every credential of the account is refused
 * @param roles the tenants the account belongs to
 */
public record Account(
    UUID id,
    String name,
    String passwordHash,
    boolean oneTimePassword,
    boolean platformAdmin,
    boolean disabled,
    Map<TenantId, Role> roles) {
  public Account {
    roles = Map.copyOf(roles);
  }

  /** The account where no tenant matters, as when it signs in. */
  public Caller caller(Caller.Origin origin) {
    return new Caller(id, name, platformAdmin, null, null, origin);
  }

  /** Never with the hash. */
  @Override
  public String toString() {
    return "account " + name;
  }
}
