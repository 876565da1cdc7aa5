package io.gantry.persistence.node;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far a node's reports were taken in, for each store it ever had. Read and advanced by one
 * transaction at a time, which {@link NodePresenceRows#seen} sees to.
 */
@Repository
@Transactional
public class ReportSequences {
  private final JdbcClient jdbc;

  ReportSequences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last sequence taken in; empty if the store is new. */
  public OptionalLong newest(String nodeId, String epoch) {
    return jdbc.sql("select sequence from node_sequences where node_id = :node and epoch = :epoch")
        .param("node", nodeId)
        .param("epoch", epoch)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  public void advance(String nodeId, String epoch, long sequence, Instant at) {
    jdbc.sql(
            """
            insert into node_sequences (node_id, epoch, sequence, updated_at) values (:node, :epoch, :sequence, :at)
            on conflict (node_id, epoch) do update set sequence = excluded.sequence, updated_at = excluded.updated_at
            """)
        .param("node", nodeId)
        .param("epoch", epoch)
        .param("sequence", sequence)
        .param("at", Columns.parameter(at))
        .update();
  }
}
