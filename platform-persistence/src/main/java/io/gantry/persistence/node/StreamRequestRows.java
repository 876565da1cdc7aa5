package io.gantry.persistence.node;

import io.gantry.api.node.StreamRequest;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Streams on their way from the replica that asks to the replica that holds the node's watch. */
@Repository
@Transactional
public class StreamRequestRows {
  private final JdbcClient jdbc;

  StreamRequestRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(String nodeId, StreamRequest request, Instant at) {
    jdbc.sql(
            """
            insert into stream_requests (id, node_id, request, created_at)
            values (:id, :node, :request::jsonb, :at)
            """)
        .param("id", request.id())
        .param("node", nodeId)
        .param("request", Json.write(request))
        .param("at", Columns.parameter(at))
        .update();
  }

  /**
   * Takes the requests for the node, each of them once; what was asked before is forgotten. A watch
   * that is not the node's newest gets none.
   */
  public List<StreamRequest> take(String nodeId, String watch, Instant askedSince) {
    return jdbc
        .sql(
            """
            delete from stream_requests
            where node_id = :node and exists (select 1 from node_assignments where node_id = :node and watch = :watch)
            returning request, created_at >= :since as fresh
            """)
        .param("node", nodeId)
        .param("watch", watch)
        .param("since", Columns.parameter(askedSince))
        .query(
            (row, number) ->
                new Taken(
                    Json.read(row.getString("request"), StreamRequest.class),
                    row.getBoolean("fresh")))
        .list()
        .stream()
        .filter(Taken::fresh)
        .map(Taken::request)
        .toList();
  }

  /** Forgets what was asked before the instant of nodes that have no watch. */
  public int deleteAskedBefore(Instant askedSince) {
    return jdbc.sql("delete from stream_requests where created_at < :since")
        .param("since", Columns.parameter(askedSince))
        .update();
  }

  private record Taken(StreamRequest request, boolean fresh) {}
}
