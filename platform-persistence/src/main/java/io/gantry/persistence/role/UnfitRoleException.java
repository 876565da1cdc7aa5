package io.gantry.persistence.role;

import org.jspecify.annotations.Nullable;

/** The role the control plane is to work as cannot be fenced in; what to do is in the remedy. */
public final class UnfitRoleException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private UnfitRoleException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  static UnfitRoleException ofOwner(String role) {
    return new UnfitRoleException(
        "'%s' is to migrate the database and to work in it: the second fence between tenants is missing"
            .formatted(role),
        "set GANTRY_DB_OWNER and GANTRY_DB_OWNER_PASSWORD to the role that owns the tables, and"
            + " GANTRY_DB_USER and GANTRY_DB_PASSWORD to another one, which is made if the owner may"
            + " make roles",
        null);
  }

  static UnfitRoleException because(String role, String hindrance) {
    return new UnfitRoleException(
        "the role '%s' would not be held by the second fence between tenants: %s"
            .formatted(role, hindrance),
        "set GANTRY_DB_USER to a role that owns nothing, is a member of no owner, and is neither"
            + " superuser nor has BYPASSRLS",
        null);
  }

  static UnfitRoleException missing(String role, Throwable cause) {
    return new UnfitRoleException(
        "there is no role '%s', and the owner of the database may not make one".formatted(role),
        "let an administrator of the database do: create role \"%s\" login password '…'"
            .formatted(role),
        cause);
  }

  /** What whoever runs the installation is to do. */
  public String remedy() {
    return remedy;
  }
}
