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
import io.gantry.security.Caller.Origin;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes and reads the audit log. */
@Service
public class AuditService {
  private static final String OK = "ok";
  private static final String NOWHERE = "-";
  private static final String COUNTED = "request:refuse";

  private final AuditLog log;
  private final Fence fence;
  private final OnBehalf onBehalf;
  private final Clock clock;

  AuditService(AuditLog log, Fence fence, OnBehalf onBehalf, Clock clock) {
    this.log = log;
    this.fence = fence;
    this.onBehalf = onBehalf;
    this.clock = clock;
  }

  /**
   * Notes a change in the transaction that makes it. Call it last: other changes of the tenant wait
   * from here to the end of the transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Caller caller, AuditNote note) {
    append(tenant(caller, note.action()), entry(caller, note, OK));
  }

  /** Notes what is about to be asked of a node; durable on return. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordAlone(Caller caller, AuditNote note) {
    record(caller, note);
  }

  /** The same as {@link #recordAnswer}, durable on return. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordAnswerAlone(
      Caller caller, AuditNote note, String node, @Nullable ErrorCode failure) {
    recordAnswer(caller, note, node, failure);
  }

  /**
   * Notes what a node made of what was asked of it, under the request that asked.
   *
   * @param node id of the node
   * @param failure absent if it did as asked
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordAnswer(
      Caller caller, AuditNote note, String node, @Nullable ErrorCode failure) {
    Caller answering = Caller.node(node, new Origin(caller.origin().requestId(), NOWHERE));
    AuditResource asked = entry(answering, note, failure == null ? OK : failure.name());
    append(tenant(caller, note.action()), asked.onBehalfOf(caller.name()));
  }

  /** Notes an attempt that was refused or failed, in a transaction of its own. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordFailure(Caller caller, AuditNote note, ErrorCode code) {
    append(tenant(caller, note.action()), entry(caller, note, code.name()));
  }

  /** Notes how many refused attempts were not noted, in a transaction of its own. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void recordLeftOut(@Nullable TenantId tenant, String actor, Origin origin, long count) {
    AuditNote note =
        AuditNote.of(new AuditAction(COUNTED, tenant != null), "user " + actor)
            .saying(count + " further refused requests were counted and not noted one by one");
    Caller caller = Caller.actor(actor, tenant, origin);
    append(tenant, entry(caller, note, ErrorCode.RATE_LIMITED.name()));
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

  /** In whose chain an action is noted; absent is the platform's. */
  static @Nullable TenantId tenant(Caller caller, AuditAction action) {
    return action.ofTenant() ? caller.selectedTenant() : null;
  }

  private AuditResource entry(Caller caller, AuditNote note, String outcome) {
    return new AuditResource(
        0,
        clock.instant(),
        caller.name(),
        onBehalf.current(),
        note.action().name(),
        note.object(),
        outcome,
        caller.origin().requestId(),
        caller.origin().address(),
        note.detail(),
        note.changes());
  }
}
