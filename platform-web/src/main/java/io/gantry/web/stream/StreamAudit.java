package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.web.audit.RefusedRequests;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Notes in the audit log what is done through streams, which change nothing in the database. */
@Component
class StreamAudit {
  private static final Logger LOG = LoggerFactory.getLogger(StreamAudit.class);

  private final AuditService audit;

  StreamAudit(AuditService audit) {
    this.audit = audit;
  }

  /** What is noted of one stream: that it was asked for, and what its node made of it. */
  StreamNote of(
      Caller caller, Permission permission, StreamTarget target, @Nullable String detail) {
    String object =
        target.container() == null ? "node " + target.nodeId() : "container " + target.container();
    return new Note(caller, AuditNote.of(permission, object), target.nodeId(), detail);
  }

  /** Each entry is durable on return. */
  private final class Note implements StreamNote {
    private final Caller caller;
    private final AuditNote note;
    private final String node;
    private final @Nullable String detail;

    Note(Caller caller, AuditNote note, String node, @Nullable String detail) {
      this.caller = caller;
      this.note = note;
      this.node = node;
      this.detail = detail;
    }

    @Override
    public void asked() {
      audit.recordAlone(caller, note.saying(detail));
      RefusedRequests.settled();
    }

    @Override
    public void answered(@Nullable ErrorCode failure, @Nullable Integer exitCode) {
      String words = exitCode == null ? null : "exit code " + exitCode;
      try {
        audit.recordAnswerAlone(caller, note.saying(words), node, failure);
      } catch (DataAccessException | TransactionException e) {
        // That it was asked is noted; the stream ends whether its end can be noted or not.
        LOG.atError()
            .setCause(e)
            .addKeyValue("action", note.action())
            .addKeyValue("request", caller.origin().requestId())
            .log("what a node answered cannot be noted in the audit log");
      }
    }
  }
}
