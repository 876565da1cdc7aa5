package io.gantry.fleet.doctor;

import io.gantry.api.container.TenantId;
import io.gantry.api.doctor.MendStuck;
import io.gantry.api.doctor.Mending;
import io.gantry.api.doctor.StuckObjects;
import io.gantry.api.doctor.StuckResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lists what is stuck, and mends it one by one. What is mended is looked at again before: only what
 * is still stuck is touched.
 */
@Service
public class Doctor {
  private final StuckSearch search;
  private final Treatment treatment;

  Doctor(StuckSearch search, Treatment treatment) {
    this.search = search;
    this.treatment = treatment;
  }

  /** What of the caller's tenant is stuck, the longest first. */
  @Requires(Permission.STUCK_READ)
  @Transactional(readOnly = true)
  public StuckObjects list(Caller caller, int limit) {
    return search.find(caller.tenant(), limit);
  }

  /** What of the platform and of all tenants is stuck, the longest first. */
  @Requires(Permission.PLATFORM_READ)
  @Transactional(readOnly = true)
  public StuckObjects listOfPlatform(Caller caller, int limit) {
    return search.find(null, limit);
  }

  /**
   * Mends what is the tenant's.
   *
   * @return the object as it was found
   * @throws GantryException NOT_FOUND if it is not stuck; STATE_INVALID if nothing is safe to do
   */
  @Requires(Permission.STUCK_MEND)
  @Transactional
  public StuckResource mend(Caller caller, MendStuck what) {
    StuckResource found = find(caller.tenant(), what);
    switch (mending(found)) {
      case REPEAT_ASSIGNMENT -> treatment.repeat(caller, found);
      case END_RUN_AS_UNKNOWN -> treatment.endRun(caller, found);
      case FORGET -> treatment.forgetKey(caller, Permission.STUCK_MEND, found);
    }
    return found;
  }

  /**
   * Mends what is the platform's.
   *
   * @return the object as it was found
   * @throws GantryException NOT_FOUND if it is not stuck; STATE_INVALID if nothing is safe to do,
   *     or it is a tenant's
   */
  @Requires(Permission.PLATFORM_MEND)
  @Transactional
  public StuckResource mendOfPlatform(Caller caller, MendStuck what) {
    StuckResource found = find(null, what);
    TenantId tenant = found.tenant();
    if (tenant != null) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "%s %s is of tenant %s: let somebody of it mend it"
                  .formatted(found.kind(), found.id(), tenant))
          .about("tenant", tenant.value());
    }
    if (mending(found) == Mending.FORGET) {
      treatment.forget(caller, found);
    }
    return found;
  }

  private StuckResource find(@Nullable TenantId tenant, MendStuck what) {
    return search.find(tenant, what.id()).stream()
        .filter(found -> found.kind() == what.kind())
        .findFirst()
        .orElseThrow(
            () ->
                GantryException.of(
                    ErrorCode.NOT_FOUND,
                    "nothing called '%s' is stuck as %s: list what is"
                        .formatted(what.id(), what.kind())));
  }

  private static Mending mending(StuckResource found) {
    Mending mending = found.mending();
    if (mending == null) {
      throw GantryException.of(
              ErrorCode.STATE_INVALID,
              "%s is not mended by itself: %s".formatted(found.kind(), found.remedy()))
          .in(found.state());
    }
    return mending;
  }
}
