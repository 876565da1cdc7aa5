package io.gantry.persistence.node;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far a node's reports were taken in, for each store it ever had. */
@Repository
public class ReportSequences {
  private final JdbcClient jdbc;

  ReportSequences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The last sequence taken in; empty if the store is new. Two transactions never hold the same
   * one, new or not.
   */
  public OptionalLong lock(String nodeId, String epoch, Instant at) {
    int added =
        jdbc.sql(
                """
                insert into node_sequences (node_id, epoch, sequence, updated_at) values (:node, :epoch, 0, :at)
                on conflict do nothing
                """)
            .param("node", nodeId)
            .param("epoch", epoch)
            .param("at", Columns.parameter(at))
            .update();
    return added == 1 ? OptionalLong.empty() : OptionalLong.of(lockExisting(nodeId, epoch));
  }

  /** The last sequence taken in, without a lock; 0 if the store is new. */
  public long newest(String nodeId, String epoch) {
    return jdbc.sql("select sequence from node_sequences where node_id = :node and epoch = :epoch")
        .param("node", nodeId)
        .param("epoch", epoch)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private long lockExisting(String nodeId, String epoch) {
    return jdbc.sql(
            """
            select sequence from node_sequences where node_id = :node and epoch = :epoch for update
            """)
        .param("node", nodeId)
        .param("epoch", epoch)
        .query(Long.class)
        .single();
  }

  public void advance(String nodeId, String epoch, long sequence, Instant at) {
    jdbc.sql(
            """
            update node_sequences set sequence = :sequence, updated_at = :at
            where node_id = :node and epoch = :epoch
            """)
        .param("node", nodeId)
        .param("epoch", epoch)
        .param("sequence", sequence)
        .param("at", Columns.parameter(at))
        .update();
  }
}
