package io.gantry.fleet.audit;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditVerification;
import io.gantry.persistence.history.AuditLog;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Shows whether the audit log is what was written. Nobody who writes waits for it. */
@Service
public class AuditProof {
  private final AuditLog log;
  private final AnchorFiles files;

  AuditProof(AuditLog log, AnchorFiles files) {
    this.log = log;
    this.files = files;
  }

  /**
   * Walks the chain of the caller's tenant, and compares it with the anchors that this control
   * plane kept.
   *
   * @param anchors others to compare with, kept elsewhere
   */
  @Requires(Permission.AUDIT_READ)
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public AuditVerification verify(Caller caller, List<AuditAnchor> anchors) {
    return verifyChain(caller.tenant(), anchors);
  }

  /** Walks the chain of the platform, as {@link #verify} does a tenant's. */
  @Requires(Permission.PLATFORM_AUDIT)
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public AuditVerification verifyPlatform(Caller caller, List<AuditAnchor> anchors) {
    return verifyChain(null, anchors);
  }

  private AuditVerification verifyChain(@Nullable TenantId chain, List<AuditAnchor> anchors) {
    List<AuditAnchor> all = Stream.concat(anchors.stream(), kept(chain).stream()).toList();
    return log.verify(chain, all);
  }

  /** The newest anchors of the caller's tenant that were kept here, the oldest first. */
  @Requires(Permission.AUDIT_READ)
  public List<AuditAnchor> anchors(Caller caller) {
    return newest(kept(caller.tenant()));
  }

  /** The newest anchors of the platform that were kept here, the oldest first. */
  @Requires(Permission.PLATFORM_AUDIT)
  public List<AuditAnchor> anchorsOfPlatform(Caller caller) {
    return newest(kept(null));
  }

  private static List<AuditAnchor> newest(List<AuditAnchor> anchors) {
    return anchors.subList(Math.max(0, anchors.size() - 500), anchors.size());
  }

  private List<AuditAnchor> kept(@Nullable TenantId chain) {
    return files.read(chain == null ? AuditAnchor.PLATFORM : chain.value());
  }
}
