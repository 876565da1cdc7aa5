package io.gantry.persistence.node;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** One-time tokens for nodes, by the SHA-256 of their text. */
@Repository
@Transactional
public class EnrolmentTokenRows {
  private final JdbcClient jdbc;

  EnrolmentTokenRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(String hash, String by, Instant at, Instant expiresAt) {
    jdbc.sql(
            """
            insert into enrolment_tokens (token_hash, created_by, created_at, expires_at)
            values (:hash, :by, :at, :expiresAt)
            """)
        .param("hash", hash)
        .param("by", by)
        .param("at", Columns.parameter(at))
        .param("expiresAt", Columns.parameter(expiresAt))
        .update();
  }

  /** Whether the token was good and is now used up; of several at a time only one succeeds. */
  public boolean redeem(String hash, String nodeId, Instant at) {
    return jdbc.sql(
                """
                update enrolment_tokens set redeemed_at = :at, node_id = :node
                where token_hash = :hash and redeemed_at is null and expires_at > :at
                """)
            .param("hash", hash)
            .param("node", nodeId)
            .param("at", Columns.parameter(at))
            .update()
        == 1;
  }

  /** Forgets tokens that expired before the instant. */
  public int deleteExpired(Instant before) {
    return jdbc.sql("delete from enrolment_tokens where expires_at < :before")
        .param("before", Columns.parameter(before))
        .update();
  }
}
