package io.gantry.fleet.account;

import io.gantry.persistence.account.SessionRows;
import io.gantry.persistence.account.SessionRows.SessionRow;
import io.gantry.security.credential.Session;
import io.gantry.security.credential.SessionStore;
import java.time.Instant;
import java.util.List;
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
  public void create(String sha256, Session session) {
    rows.add(
        sha256,
        new SessionRow(
            session.id(),
            session.account(),
            session.createdAt(),
            session.lastUsedAt(),
            session.expiresAt(),
            session.address(),
            session.agent()));
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Session> find(String sha256, Instant now) {
    return rows.find(sha256, now).map(StoredSessions::session);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Session> list(UUID account, Instant now) {
    return rows.list(account, now).stream().map(StoredSessions::session).toList();
  }

  @Override
  @Transactional
  public void used(UUID session, Instant at) {
    rows.used(session, at);
  }

  @Override
  @Transactional
  public void delete(String sha256) {
    rows.delete(sha256);
  }

  @Override
  @Transactional
  public boolean delete(UUID account, UUID session) {
    return rows.delete(account, session);
  }

  @Override
  @Transactional
  public void deleteAll(UUID account) {
    rows.deleteAll(account);
  }

  private static Session session(SessionRow row) {
    return new Session(
        row.id(),
        row.user(),
        row.createdAt(),
        row.lastUsedAt(),
        row.expiresAt(),
        row.address(),
        row.agent());
  }
}
