package io.gantry.persistence.account;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Sessions of the console, by the SHA-256 of their cookie. */
@Repository
@Transactional
public class SessionRows {
  private final JdbcClient jdbc;

  SessionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(String hash, UUID user, Instant expiresAt) {
    jdbc.sql("insert into sessions (hash, user_id, expires_at) values (:hash, :user, :expiresAt)")
        .param("hash", hash)
        .param("user", user)
        .param("expiresAt", Columns.parameter(expiresAt))
        .update();
  }

  public Optional<UUID> findUser(String hash, Instant now) {
    return jdbc.sql("select user_id from sessions where hash = :hash and expires_at > :now")
        .param("hash", hash)
        .param("now", Columns.parameter(now))
        .query(UUID.class)
        .optional();
  }

  public void delete(String hash) {
    jdbc.sql("delete from sessions where hash = :hash").param("hash", hash).update();
  }

  public void deleteAll(UUID user) {
    jdbc.sql("delete from sessions where user_id = :user").param("user", user).update();
  }

  public int deleteExpired(Instant now) {
    return jdbc.sql("delete from sessions where expires_at < :now")
        .param("now", Columns.parameter(now))
        .update();
  }
}
