package io.gantry.fleet.account;

import io.gantry.persistence.account.SessionRows;
import io.gantry.security.credential.SessionStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sessions in the database, so that any replica knows them. */
@Component
class StoredSessions implements SessionStore {
  private final SessionRows rows;

  StoredSessions(SessionRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void create(String sha256, UUID account, Instant expiresAt) {
    rows.add(sha256, account, expiresAt);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<UUID> findAccount(String sha256, Instant now) {
    return rows.findUser(sha256, now);
  }

  @Override
  @Transactional
  public void delete(String sha256) {
    rows.delete(sha256);
  }

  @Override
  @Transactional
  public void deleteAll(UUID account) {
    rows.deleteAll(account);
  }
}
