package io.gantry.fleet.account;

import io.gantry.api.account.SignIn;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AccountAction;
import io.gantry.fleet.audit.AuditService;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.PasswordLogin;
import io.gantry.security.account.PasswordLogin.Verified;
import org.springframework.stereotype.Service;

/** Lets people sign in and out, and notes in the audit log who did and who was refused. */
@Service
public class SessionService {
  private final PasswordLogin login;
  private final AccountStore accounts;
  private final SessionChanges changes;
  private final AuditService audit;

  SessionService(
      PasswordLogin login, AccountStore accounts, SessionChanges changes, AuditService audit) {
    this.login = login;
    this.accounts = accounts;
    this.changes = changes;
    this.audit = audit;
  }

  /** A session that has begun, and its secret. */
  public record Begun(Account account, String secret) {
    /** Never with the secret. */
    @Override
    public String toString() {
      return "session of " + account.name();
    }
  }

  /**
   * Begins a session. The password is checked outside of any transaction, as that takes its time.
   *
   * @throws GantryException as {@link PasswordLogin#verify} does
   */
  public Begun signIn(SignIn wish, Origin origin) {
    Verified verified;
    try {
      verified = login.verify(wish.user(), wish.password(), wish.newPassword(), origin.address());
    } catch (GantryException e) {
      noteRefusal(wish.user(), origin, e.code());
      throw e;
    }
    return new Begun(verified.account(), changes.begin(verified, origin));
  }

  /** Ends the session at once, on every replica. */
  public void signOut(Caller caller, String session) {
    changes.end(caller, session);
  }

  /**
   * Attempts that were not even looked at are not noted, or anybody could fill the log. Nor is a
   * name nobody has: people type their password into the wrong field.
   */
  private void noteRefusal(String name, Origin origin, ErrorCode code) {
    if (code != ErrorCode.RATE_LIMITED) {
      String known = accounts.findByName(name).map(Account::name).orElse("unknown");
      audit.recordFailure(
          Caller.unknown(origin), AccountAction.SESSION_BEGIN, "user " + known, code);
    }
  }
}
