package io.gantry.fleet.audit;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Notes what was refused, each in a transaction of its own, so many of one asker that nobody can
 * fill the disk or keep a chain busy; the others are counted and noted by their number. Call it
 * outside of any transaction.
 */
@Service
public class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final AuditService audit;
  private final Clock clock;
  private final RefusalBudget<Asker> budget = new RefusalBudget<>();

  Refusals(AuditService audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** Who is refused something, and in which chain it is noted; nobody known is an address. */
  private record Asker(@Nullable TenantId tenant, String name, boolean known) {}

  /** Notes or counts an attempt that was refused or failed. */
  public void note(Caller caller, AuditNote note, ErrorCode code) {
    boolean known = caller.account() != null;
    String name = known ? caller.name() : caller.origin().address();
    Asker asker = new Asker(AuditService.tenant(caller, note.action()), name, known);
    if (code == ErrorCode.DATABASE_UNAVAILABLE || !budget.take(asker, clock.instant())) {
      return;
    }
    try {
      audit.recordFailure(caller, note, code);
    } catch (DataAccessException | TransactionException e) {
      // Nothing was changed that an entry would have to go with; the answer is the refusal anyway.
      LOG.atError()
          .setCause(e)
          .addKeyValue("actor", caller.name())
          .addKeyValue("action", note.action())
          .addKeyValue("request", caller.origin().requestId())
          .log("a refusal cannot be noted in the audit log");
    }
  }

  /** Notes how many refusals were counted only since it was called last. */
  public void noteCounted() {
    for (RefusalBudget.LeftOut<Asker> leftOut : budget.drain(clock.instant())) {
      Asker asker = leftOut.asker();
      audit.recordLeftOut(
          asker.tenant(),
          asker.known() ? asker.name() : "unknown",
          new Origin("-", asker.known() ? "-" : asker.name()),
          leftOut.count());
    }
  }
}
