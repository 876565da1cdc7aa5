package io.gantry.web.stream;

import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Notes in the audit log what is done through streams, which change nothing in the database. */
@Component
class StreamAudit {
  private final AuditService audit;

  StreamAudit(AuditService audit) {
    this.audit = audit;
  }

  /** Durable on return. */
  @Transactional
  public void opened(
      Caller caller, Permission permission, StreamTarget target, @Nullable String detail) {
    String object =
        target.container() == null ? "node " + target.nodeId() : "container " + target.container();
    audit.record(caller, permission, object, detail);
  }
}
