package io.gantry.persistence.replica;

import io.gantry.persistence.jdbc.Columns;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The replicas that run, and where the others reach them. */
@Repository
@Transactional
public class ReplicaRows {
  private final JdbcClient jdbc;

  ReplicaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes that the replica runs at the address. */
  public void seen(String id, String address, Instant at) {
    jdbc.sql(
            """
            insert into replicas (id, address, seen_at) values (:id, :address, :at)
            on conflict (id) do update set address = excluded.address, seen_at = excluded.seen_at
            """)
        .param("id", id)
        .param("address", address)
        .param("at", Columns.parameter(at))
        .update();
  }

  /** Where the replica is reached, if it was seen since the instant. */
  public Optional<String> address(String id, Instant seenSince) {
    return jdbc.sql("select address from replicas where id = :id and seen_at >= :since")
        .param("id", id)
        .param("since", Columns.parameter(seenSince))
        .query(String.class)
        .optional();
  }

  public void remove(String id) {
    jdbc.sql("delete from replicas where id = :id").param("id", id).update();
  }

  /** Forgets those that ended without a word. */
  public int deleteSeenBefore(Instant instant) {
    return jdbc.sql("delete from replicas where seen_at < :instant")
        .param("instant", Columns.parameter(instant))
        .update();
  }
}
