package io.gantry.fleet.audit;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.history.AuditLog;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes and reads the audit log. */
@Service
public class AuditService {
  private static final String OK = "ok";

  private final AuditLog log;
  private final Fence fence;
  private final Clock clock;

  AuditService(AuditLog log, Fence fence, Clock clock) {
    this.log = log;
    this.fence = fence;
    this.clock = clock;
  }

  /**
   * Notes a change in the transaction that makes it. Call it last: other changes of the tenant wait
   * from here to the end of the transaction.
   *
   * @param object kind and id, as in {@code container 4f2a…}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Caller caller, Permission action, String object, @Nullable String detail) {
    append(tenant(caller, action), entry(caller, action.toString(), object, OK, detail));
  }

  /** Notes an attempt that was refused or failed, in a transaction of its own. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordFailure(Caller caller, Permission action, String object, ErrorCode code) {
    append(tenant(caller, action), entry(caller, action.toString(), object, code.name(), null));
  }

  /**
   * Notes what somebody did with their own account, in the transaction that does it. An account is
   * of the platform, whatever tenants it belongs to.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Caller caller, AccountAction action, String object, @Nullable String detail) {
    append(null, entry(caller, action.toString(), object, OK, detail));
  }

  /** Notes that somebody was refused what they wanted with an account. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordFailure(Caller caller, AccountAction action, String object, ErrorCode code) {
    append(null, entry(caller, action.toString(), object, code.name(), null));
  }

  private void append(@Nullable TenantId chain, AuditResource entry) {
    fence.run(Scope.of(chain, PlatformWork.AUDIT), () -> log.append(chain, entry));
  }

  /** Entries of the caller's tenant, the newest first. */
  @Requires(Permission.AUDIT_READ)
  @Transactional(readOnly = true)
  public Page<AuditResource> list(Caller caller, AuditFilter filter, PageRequest page) {
    return page(caller.tenant(), filter, page);
  }

  /** Entries of the platform, the newest first: nodes, tenants, users, sign-ins and tokens. */
  @Requires(Permission.PLATFORM_AUDIT)
  @Transactional(readOnly = true)
  public Page<AuditResource> listOfPlatform(Caller caller, AuditFilter filter, PageRequest page) {
    return page(null, filter, page);
  }

  private Page<AuditResource> page(@Nullable TenantId chain, AuditFilter filter, PageRequest page) {
    List<AuditResource> rows = log.list(chain, filter, Cursor.afterNumber(page), page.limit() + 1);
    return Cursor.page(rows, page, entry -> List.of(entry.id()));
  }

  /** Number of the first entry of the caller's tenant that is missing or was changed, if any. */
  @Requires(Permission.AUDIT_READ)
  @Transactional
  public OptionalLong firstBroken(Caller caller) {
    return log.firstBroken(caller.tenant());
  }

  /** What is done to the platform belongs to no tenant. */
  private static @Nullable TenantId tenant(Caller caller, Permission action) {
    return action.smallestRole().isPresent() ? caller.tenant() : null;
  }

  private AuditResource entry(
      Caller caller, String action, String object, String outcome, @Nullable String detail) {
    return new AuditResource(
        0,
        clock.instant(),
        caller.name(),
        action,
        object,
        outcome,
        caller.origin().requestId(),
        caller.origin().address(),
        detail);
  }
}
