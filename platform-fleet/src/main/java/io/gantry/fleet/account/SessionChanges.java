package io.gantry.fleet.account;

import io.gantry.fleet.audit.AccountAction;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.PasswordLogin.Verified;
import io.gantry.security.credential.Sessions;
import io.gantry.security.credential.Sessions.Source;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins and ends sessions; each with its audit entry in one transaction. */
@Component
class SessionChanges {
  private final Sessions sessions;
  private final AccountStore accounts;
  private final AuditService audit;

  SessionChanges(Sessions sessions, AccountStore accounts, AuditService audit) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.audit = audit;
  }

  /** Returns the new session's secret. A new password ends all sessions there were before. */
  @Transactional
  public String begin(Verified verified, Origin origin, String agent) {
    Account account = verified.account();
    String newHash = verified.newPasswordHash();
    if (newHash != null) {
      accounts.changePassword(account.id(), newHash);
      sessions.endAll(account.id());
    }
    String session = sessions.begin(account.id(), new Source(origin.address(), agent));
    audit.record(
        account.caller(origin),
        AuditNote.of(AccountAction.SESSION_BEGIN, "user " + account.name())
            .saying(newHash == null ? null : "with a new password"));
    return session;
  }

  /** Ends a session of the caller's account, by its id. */
  @Transactional
  public void revoke(Caller caller, UUID account, UUID session) {
    sessions.revoke(account, session);
    audit.record(
        caller,
        AuditNote.of(AccountAction.SESSION_END, "user " + caller.name())
            .saying("session " + session));
  }

  @Transactional
  public void end(Caller caller, @Nullable String session) {
    if (session != null) {
      sessions.end(session);
    }
    audit.record(
        caller,
        AuditNote.of(AccountAction.SESSION_END, "user " + caller.name())
            .saying(session == null ? "there was none" : null));
  }
}
