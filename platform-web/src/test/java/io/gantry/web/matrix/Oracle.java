package io.gantry.web.matrix;

import io.gantry.security.Permission;
import java.util.Optional;
import java.util.Set;

/**
 * What is to come of a cell. It is told what each subject holds and knows the rules as
 * docs/security.md has them; nothing of it is used by the application.
 */
final class Oracle {
  private static final String OPEN = "open to all";
  private static final String NOT_NARROWED = "any caller, not narrowed";

  /** What a viewer may, beside whom a token may be narrowed to. */
  private final Set<Permission> viewers;

  Oracle(Set<Permission> viewers) {
    this.viewers = Set.copyOf(viewers);
  }

  Outcome expected(Cell cell) {
    Operation operation = cell.operation();
    Optional<Outcome> atTheDoor = atTheDoor(cell);
    if (atTheDoor.isPresent()) {
      return atTheDoor.get();
    }
    if (operation.isForNodes() || operation.access().equals(OPEN)) {
      return Outcome.REACHED;
    }
    if (operation.isOfNamedTenant()) {
      return inTheNamedTenant(cell);
    }
    return operation
        .permission()
        .map(permission -> byPermission(cell, permission))
        .orElseGet(
            () ->
                operation.access().equals(NOT_NARROWED) && isNarrowed(cell.credential())
                    ? Outcome.FORBIDDEN
                    : Outcome.REACHED);
  }

  /** What the credential alone decides; empty if it is good for the operation. */
  private static Optional<Outcome> atTheDoor(Cell cell) {
    Operation operation = cell.operation();
    boolean open = operation.access().equals(OPEN);
    return switch (cell.credential()) {
      case EXPIRED_TOKEN -> Optional.of(Outcome.UNAUTHENTICATED);
      case NODE -> unless(operation.isForNodes());
      case NONE -> unless(open);
      case SESSION -> unless(open || !operation.isForNodes());
      case SESSION_WITHOUT_CSRF ->
          !operation.isSafe() && !operation.isSignIn()
              ? Optional.of(Outcome.FORBIDDEN)
              : unless(open || !operation.isForNodes());
      case TOKEN, NARROWED_TOKEN -> unless(!operation.isForNodes());
      case SERVICE_TOKEN ->
          operation.isForNodes()
              ? Optional.of(Outcome.UNAUTHENTICATED)
              : cell.subject().member() ? Optional.empty() : Optional.of(Outcome.NO_SUCH_TENANT);
    };
  }

  private static Optional<Outcome> unless(boolean good) {
    return good ? Optional.empty() : Optional.of(Outcome.UNAUTHENTICATED);
  }

  private Outcome byPermission(Cell cell, Permission permission) {
    if (!permission.isOfTenant()) {
      return cell.subject().platformAdmin() && !isNarrowed(cell.credential())
          ? Outcome.REACHED
          : Outcome.FORBIDDEN;
    }
    if (!cell.subject().member()) {
      return Outcome.TENANT_NEEDED;
    }
    return holds(cell, permission) ? Outcome.REACHED : Outcome.FORBIDDEN;
  }

  private Outcome inTheNamedTenant(Cell cell) {
    Subject subject = cell.subject();
    boolean known =
        switch (cell.target()) {
          case OWN -> subject.member();
          case FOREIGN -> subject.platformAdmin() && !isNarrowed(cell.credential());
          case MISSING, NONE -> false;
        };
    if (!known) {
      return Outcome.NO_SUCH_TENANT;
    }
    return holds(cell, Permission.MEMBER_UPDATE) ? Outcome.REACHED : Outcome.FORBIDDEN;
  }

  private boolean holds(Cell cell, Permission permission) {
    boolean bounded = cell.credential() == Credential.NARROWED_TOKEN;
    return cell.subject().held().contains(permission) && (!bounded || viewers.contains(permission));
  }

  private static boolean isNarrowed(Credential credential) {
    return credential == Credential.NARROWED_TOKEN || credential == Credential.SERVICE_TOKEN;
  }
}
