package io.gantry.fleet.account;

import io.gantry.api.account.SignIn;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AccountAction;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.Refusals;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.account.Account;
import io.gantry.security.account.AccountStore;
import io.gantry.security.account.PasswordLogin;
import io.gantry.security.account.PasswordLogin.Verified;
import io.gantry.security.credential.Session;
import io.gantry.security.credential.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lets people sign in and out, and notes in the audit log who did and who was refused. */
@Service
public class SessionService {
  private static final String UNKNOWN = "unknown";

  private final PasswordLogin login;
  private final Sessions sessions;
  private final AccountStore accounts;
  private final SessionChanges changes;
  private final Refusals refusals;

  SessionService(
      PasswordLogin login,
      Sessions sessions,
      AccountStore accounts,
      SessionChanges changes,
      Refusals refusals) {
    this.sessions = sessions;
    this.login = login;
    this.accounts = accounts;
    this.changes = changes;
    this.refusals = refusals;
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
   * Begins a session of a browser or program that calls itself the agent. The password is checked
   * outside of any transaction, as that takes its time.
   *
   * @throws GantryException as {@link PasswordLogin#verify} does
   */
  public Begun signIn(SignIn wish, Origin origin, String agent) {
    Verified verified;
    try {
      verified = login.verify(wish.user(), wish.password(), wish.newPassword(), origin.address());
    } catch (GantryException e) {
      noteRefusal(wish.user(), origin, e.code());
      throw e;
    }
    return new Begun(verified.account(), changes.begin(verified, origin, agent));
  }

  /** Ends the session, if there is one, at once on every replica. */
  public void signOut(Caller caller, @Nullable String session) {
    changes.end(caller, session);
  }

  /** The caller's sessions that go on, the newest first. */
  public List<Session> list(Caller caller) {
    return caller.account() == null ? List.of() : sessions.list(caller.account());
  }

  /** Id of the session of this secret, if it goes on. */
  public Optional<UUID> id(String session) {
    return sessions.find(session).map(Session::id);
  }

  /**
   * Ends one of the caller's sessions, at once on every replica.
   *
   * @throws GantryException NOT_FOUND if it is none of theirs
   */
  public void revoke(Caller caller, UUID session) {
    if (caller.account() == null) {
      throw GantryException.of(ErrorCode.FORBIDDEN, "only an account has sessions");
    }
    changes.revoke(caller, caller.account(), session);
  }

  /**
   * A name nobody has is not noted: people type their password into the wrong field. Nor is the one
   * of an attempt over the limit, which is not even looked up.
   */
  private void noteRefusal(String name, Origin origin, ErrorCode code) {
    String known =
        code == ErrorCode.RATE_LIMITED
            ? UNKNOWN
            : accounts.findByName(name).map(Account::name).orElse(UNKNOWN);
    refusals.note(
        Caller.unknown(origin), AuditNote.of(AccountAction.SESSION_BEGIN, "user " + known), code);
  }
}
