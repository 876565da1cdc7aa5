package io.gantry.fleet.secret;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.api.secret.CreateSecret;
import io.gantry.api.secret.SecretLimits;
import io.gantry.api.secret.SecretResource;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.secret.SecretRows;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, replaces, shows and removes secrets; what they hold comes in and never out. */
@Service
public class SecretService {
  private final SecretRows rows;
  private final SecretKeys keys;
  private final AuditService audit;
  private final Clock clock;

  SecretService(SecretRows rows, SecretKeys keys, AuditService audit, Clock clock) {
    this.rows = rows;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Keeps a new secret.
   *
   * @throws GantryException INVALID_ARGUMENT, NAME_DUPLICATE; UNSUPPORTED if there is no key to
   *     seal it with
   */
  @Requires(Permission.SECRET_CREATE)
  @Transactional
  public SecretResource create(Caller caller, CreateSecret wish) {
    TenantId tenant = caller.tenant();
    SecretLimits.requireName(wish.name());
    SecretLimits.requireData(wish.data());
    if (!rows.add(
        keys.seal(tenant, wish.name(), 1, wish.data()),
        wish.data().length,
        clock.instant(),
        caller.name())) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "tenant %s has a secret '%s' already: replace it, or take another name"
                  .formatted(tenant, wish.name()))
          .about("secret", wish.name());
    }
    SecretResource made = find(tenant, wish.name());
    note(caller, Permission.SECRET_CREATE, null, made);
    return made;
  }

  /**
   * Has a secret hold something else. Containers that are made from now on get it; those that are
   * there keep the files they have.
   *
   * @param expected the version it must have; absent is any
   * @throws GantryException NOT_FOUND, INVALID_ARGUMENT, UNSUPPORTED, PRECONDITION_FAILED
   */
  @Requires(Permission.SECRET_UPDATE)
  @Transactional
  public SecretResource replace(Caller caller, String name, @Nullable Long expected, byte[] data) {
    TenantId tenant = caller.tenant();
    SecretLimits.requireData(data);
    SecretResource before = lock(tenant, name);
    if (expected != null && expected != before.version()) {
      throw GantryException.of(
              ErrorCode.PRECONDITION_FAILED,
              "secret '%s' has version %d, not %d: read it again"
                  .formatted(name, before.version(), expected))
          .about("secret", name);
    }
    rows.replace(
        keys.seal(tenant, name, before.version() + 1, data),
        data.length,
        clock.instant(),
        caller.name());
    SecretResource after = find(tenant, name);
    note(caller, Permission.SECRET_UPDATE, before, after);
    return after;
  }

  /** By name. */
  @Requires(Permission.SECRET_READ)
  @Transactional(readOnly = true)
  public Page<SecretResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    return Cursor.page(
        rows.list(caller.tenant(), after, page.limit() + 1),
        page,
        secret -> List.of(secret.name()));
  }

  @Requires(Permission.SECRET_READ)
  @Transactional(readOnly = true)
  public SecretResource get(Caller caller, String name) {
    return find(caller.tenant(), name);
  }

  /**
   * Forgets a secret; nodes have none that no container of theirs names.
   *
   * @throws GantryException NOT_FOUND; DEPENDENCY_EXISTS if a container's spec names it
   */
  @Requires(Permission.SECRET_REMOVE)
  @Transactional
  public void remove(Caller caller, String name) {
    SecretResource secret = lock(caller.tenant(), name);
    if (secret.containers() > 0) {
      throw GantryException.of(
              ErrorCode.DEPENDENCY_EXISTS,
              "%d containers are given secret '%s': remove them before"
                  .formatted(secret.containers(), name))
          .about("secret", name);
    }
    rows.delete(caller.tenant(), name);
    note(caller, Permission.SECRET_REMOVE, secret, null);
  }

  private SecretResource find(TenantId tenant, String name) {
    return rows.find(tenant, name).orElseThrow(() -> missing(name));
  }

  private SecretResource lock(TenantId tenant, String name) {
    return rows.lock(tenant, name).orElseThrow(() -> missing(name));
  }

  private static GantryException missing(String name) {
    return GantryException.of(ErrorCode.NOT_FOUND, "there is no secret '%s'".formatted(name))
        .about("secret", name);
  }

  private void note(
      Caller caller,
      Permission action,
      @Nullable SecretResource before,
      @Nullable SecretResource after) {
    SecretResource one = after == null ? before : after;
    audit.record(
        caller,
        AuditNote.of(action, "secret " + (one == null ? "" : one.name()))
            .changing(AuditChanges.between(shown(before), shown(after))));
  }

  private static @Nullable Map<String, Object> shown(@Nullable SecretResource secret) {
    return secret == null ? null : Map.of("version", secret.version(), "bytes", secret.bytes());
  }
}
