package io.gantry.persistence.history;

import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Keys clients made up for a request, with the answer it got. */
@Repository
@Transactional
public class IdempotencyKeys {
  private final JdbcClient jdbc;

  IdempotencyKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A key is one actor's in one tenant. */
  public record Key(String tenant, String actor, String key) {}

  /**
   * A request that was answered.
   *
   * @param fingerprint of the request
   */
  public record Answered(
      String fingerprint, int status, Map<String, String> headers, @Nullable String body) {}

  /**
   * Whether the key is new and now the transaction's. While another transaction holds the same one
   * this waits for its end.
   */
  public boolean claim(Key key, String fingerprint, Instant at, Instant expiresAt) {
    return jdbc.sql(
                """
                insert into idempotency_keys as current (tenant_id, actor, key, fingerprint, created_at, expires_at)
                values (:tenant, :actor, :key, :fingerprint, :at, :expiresAt)
                on conflict (tenant_id, actor, key) do update set fingerprint = excluded.fingerprint,
                  created_at = excluded.created_at, expires_at = excluded.expires_at
                where current.expires_at <= :at
                """)
            .param("tenant", key.tenant())
            .param("actor", key.actor())
            .param("key", key.key())
            .param("fingerprint", fingerprint)
            .param("at", Columns.parameter(at))
            .param("expiresAt", Columns.parameter(expiresAt))
            .update()
        == 1;
  }

  /** The answer of the request that claimed the key. */
  public Answered answer(Key key) {
    return jdbc.sql(
            """
            select fingerprint, status, headers, body from idempotency_keys
            where tenant_id = :tenant and actor = :actor and key = :key
            """)
        .param("tenant", key.tenant())
        .param("actor", key.actor())
        .param("key", key.key())
        .query(
            (row, number) ->
                new Answered(
                    row.getString("fingerprint"),
                    row.getInt("status"),
                    Json.read(
                        row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                    row.getString("body")))
        .single();
  }

  public void complete(Key key, Answered answered) {
    jdbc.sql(
            """
            update idempotency_keys set status = :status, headers = :headers::jsonb, body = :body
            where tenant_id = :tenant and actor = :actor and key = :key
            """)
        .param("tenant", key.tenant())
        .param("actor", key.actor())
        .param("key", key.key())
        .param("status", answered.status())
        .param("headers", Json.write(answered.headers()))
        .param("body", answered.body())
        .update();
  }

  public int deleteExpired(Instant now) {
    return jdbc.sql("delete from idempotency_keys where expires_at < :now")
        .param("now", Columns.parameter(now))
        .update();
  }
}
