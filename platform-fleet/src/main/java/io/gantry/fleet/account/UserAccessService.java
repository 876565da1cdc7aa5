package io.gantry.fleet.account;

import io.gantry.api.account.UpdateUser;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.account.PrincipalEntity;
import io.gantry.persistence.account.PrincipalKind;
import io.gantry.persistence.account.PrincipalRepository;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.Session;
import io.gantry.security.credential.Sessions;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes from users what they sign in with. All throw NOT_FOUND for a user there is not. */
@Service
public class UserAccessService {
  private final PrincipalRepository principals;
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final AuditService audit;

  UserAccessService(
      PrincipalRepository principals, Sessions sessions, ApiTokens tokens, AuditService audit) {
    this.principals = principals;
    this.sessions = sessions;
    this.tokens = tokens;
    this.audit = audit;
  }

  /**
   * Disables a user, which ends its sessions and withdraws its tokens for good, or lets it sign in
   * again; at once on every replica.
   *
   * @throws GantryException STATE_INVALID for oneself
   */
  @Requires(Permission.USER_UPDATE)
  @Transactional
  public void update(Caller caller, String name, UpdateUser wish) {
    PrincipalEntity user = user(name);
    if (user.getId().equals(caller.account()) && wish.disabled()) {
      throw GantryException.of(ErrorCode.STATE_INVALID, "nobody disables themselves")
          .about("user", name);
    }
    boolean before = user.isDisabled();
    user.disable(wish.disabled());
    principals.saveAndFlush(user);
    if (wish.disabled()) {
      sessions.endAll(user.getId());
      tokens.withdrawAll(user.getId());
    }
    audit.record(
        caller,
        AuditNote.of(Permission.USER_UPDATE, "user " + name)
            .changing(AuditChanges.of("disabled", before, wish.disabled())));
  }

  /** The newest first. */
  @Requires(Permission.USER_READ)
  @Transactional(readOnly = true)
  public List<Session> sessions(Caller caller, String name) {
    return sessions.list(user(name).getId());
  }

  /** Ends a session at once on every replica. */
  @Requires(Permission.USER_UPDATE)
  @Transactional
  public void revoke(Caller caller, String name, UUID session) {
    sessions.revoke(user(name).getId(), session);
    audit.record(
        caller,
        AuditNote.of(Permission.USER_UPDATE, "user " + name).saying("ended session " + session));
  }

  private PrincipalEntity user(String name) {
    return principals
        .findByKindAndName(PrincipalKind.USER, name)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NOT_FOUND, "there is no user '%s'".formatted(name))
                    .about("user", name));
  }
}
