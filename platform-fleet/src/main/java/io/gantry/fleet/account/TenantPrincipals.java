package io.gantry.fleet.account;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.account.MembershipRows;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.persistence.account.PrincipalRepository;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Groups and service accounts of a tenant, by their names. */
@Component
class TenantPrincipals {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final PrincipalRepository principals;
  private final MembershipRows memberships;
  private final Clock clock;

  TenantPrincipals(PrincipalRepository principals, MembershipRows memberships, Clock clock) {
    this.principals = principals;
    this.memberships = memberships;
    this.clock = clock;
  }

  /** By name. */
  Page<PrincipalEntity> list(TenantId tenant, PrincipalKind kind, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    List<PrincipalEntity> found =
        principals.findByTenantIdAndKindAndNameGreaterThanOrderByName(
            tenant.value(), kind, after == null ? "" : after, Limit.of(page.limit() + 1));
    return Cursor.page(found, page, principal -> List.of(principal.name()));
  }

  Optional<PrincipalEntity> find(TenantId tenant, PrincipalKind kind, String name) {
    return principals.findByTenantIdAndKindAndName(tenant.value(), kind, name);
  }

  /** The one of this name, which nobody else makes or claims until the transaction ends. */
  Optional<PrincipalEntity> claim(TenantId tenant, PrincipalKind kind, String name) {
    memberships.lock(tenant + " " + kind + " " + name);
    return find(tenant, kind, name);
  }

  /**
   * The one of this name.
   *
   * @throws GantryException NOT_FOUND
   */
  PrincipalEntity require(TenantId tenant, PrincipalKind kind, String name) {
    String words = words(kind);
    return find(tenant, kind, name)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NOT_FOUND, "there is no %s '%s'".formatted(words, name))
                    .about(words, name));
  }

  /**
   * Makes one that holds no role yet.
   *
   * @throws GantryException INVALID_ARGUMENT for a name that is none
   */
  PrincipalEntity create(TenantId tenant, PrincipalKind kind, String name) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the name of a %s has 1 to 63 small letters, digits and hyphens".formatted(words(kind)));
    }
    return principals.saveAndFlush(PrincipalEntity.ofTenant(tenant, kind, name, clock.instant()));
  }

  void save(PrincipalEntity principal) {
    principals.saveAndFlush(principal);
  }

  /** Removes it with its roles, members and tokens. */
  void remove(PrincipalEntity principal) {
    principals.delete(principal);
  }

  /** What a kind is called, as in {@code service account}. */
  static String words(PrincipalKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
