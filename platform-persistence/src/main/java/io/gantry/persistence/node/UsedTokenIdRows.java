package io.gantry.persistence.node;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Ids of signed tokens that were used and have not expired. */
@Repository
@Transactional
public class UsedTokenIdRows {
  private final JdbcClient jdbc;

  UsedTokenIdRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the id is new; only one of several callers is told so. */
  public boolean add(String nodeId, String tokenId, Instant expiresAt) {
    return jdbc.sql(
                """
                insert into used_token_ids (node_id, token_id, expires_at) values (:node, :token, :expiresAt)
                on conflict do nothing
                """)
            .param("node", nodeId)
            .param("token", tokenId)
            .param("expiresAt", Columns.parameter(expiresAt))
            .update()
        == 1;
  }

  public int deleteExpired(Instant now) {
    return jdbc.sql("delete from used_token_ids where expires_at < :now")
        .param("now", Columns.parameter(now))
        .update();
  }
}
