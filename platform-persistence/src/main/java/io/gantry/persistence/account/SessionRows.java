package io.gantry.persistence.account;

import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Sessions of people who signed in, by the SHA-256 of their cookie. */
@Repository
@Transactional
public class SessionRows {
  private final JdbcClient jdbc;

  SessionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A session without its secret. */
  public record SessionRow(
      UUID id,
      UUID user,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt,
      String address,
      String agent) {}

  public void add(String hash, SessionRow session) {
    jdbc.sql(
            """
            insert into sessions (hash, id, user_id, created_at, last_used_at, expires_at, address, agent)
            values (:hash, :id, :user, :createdAt, :lastUsedAt, :expiresAt, :address, :agent)
            """)
        .param("hash", hash)
        .param("id", session.id())
        .param("user", session.user())
        .param("createdAt", Columns.parameter(session.createdAt()))
        .param("lastUsedAt", Columns.parameter(session.lastUsedAt()))
        .param("expiresAt", Columns.parameter(session.expiresAt()))
        .param("address", session.address())
        .param("agent", session.agent())
        .update();
  }

  public Optional<SessionRow> find(String hash, Instant now) {
    return jdbc.sql("select * from sessions where hash = :hash and expires_at > :now")
        .param("hash", hash)
        .param("now", Columns.parameter(now))
        .query(SessionRows::row)
        .optional();
  }

  /** The user's, the newest first. */
  public List<SessionRow> list(UUID user, Instant now) {
    return jdbc.sql(
            """
            select * from sessions where user_id = :user and expires_at > :now
            order by created_at desc, id
            """)
        .param("user", user)
        .param("now", Columns.parameter(now))
        .query(SessionRows::row)
        .list();
  }

  public void used(UUID id, Instant at) {
    jdbc.sql("update sessions set last_used_at = :at where id = :id")
        .param("id", id)
        .param("at", Columns.parameter(at))
        .update();
  }

  public void delete(String hash) {
    jdbc.sql("delete from sessions where hash = :hash").param("hash", hash).update();
  }

  /** Whether the user had such a session. */
  public boolean delete(UUID user, UUID id) {
    return jdbc.sql("delete from sessions where user_id = :user and id = :id")
            .param("user", user)
            .param("id", id)
            .update()
        == 1;
  }

  public void deleteAll(UUID user) {
    jdbc.sql("delete from sessions where user_id = :user").param("user", user).update();
  }

  public int deleteExpired(Instant now) {
    return jdbc.sql("delete from sessions where expires_at < :now")
        .param("now", Columns.parameter(now))
        .update();
  }

  private static SessionRow row(ResultSet row, int number) throws SQLException {
    return new SessionRow(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        Columns.requiredInstant(row, "created_at"),
        Columns.requiredInstant(row, "last_used_at"),
        Columns.requiredInstant(row, "expires_at"),
        row.getString("address"),
        row.getString("agent"));
  }
}
