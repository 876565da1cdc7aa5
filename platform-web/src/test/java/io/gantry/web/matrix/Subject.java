package io.gantry.web.matrix;

import io.gantry.security.Permission;
import io.gantry.security.account.Account;
import java.util.Set;

/**
 * A kind of caller: a user of the tenant, and a service account with the same roles.
 *
 * @param held what the roles carry in the tenant
 * @param member whether there is any role
 * @param serviceToken a token of the service account; empty if there is no such one
 */
record Subject(
    String name,
    Account account,
    Set<Permission> held,
    boolean member,
    boolean platformAdmin,
    String serviceToken) {
  Subject {
    held = Set.copyOf(held);
  }

  @Override
  public String toString() {
    return name;
  }
}
