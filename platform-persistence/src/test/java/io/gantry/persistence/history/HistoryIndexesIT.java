package io.gantry.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Questions to a long history are answered from an index, as the database itself counts. */
class HistoryIndexesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TenantId TENANT = new TenantId("t1");
  private static final Instant LATE = Instant.parse("2026-01-01T05:33:00Z");

  @BeforeAll
  static void fillHistory() {
    JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());
    jdbc.sql(
            """
            insert into events (tenant_id, id, at, action)
            select 't1', n, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', 'start'
            from generate_series(1, 20000) n
            """)
        .update();
    jdbc.sql(
            """
            insert into exit_ledger (tenant_id, container_id, container_name, image, node_id, node_name, run, code,
              out_of_memory, cause, finished_at, recorded_at)
            select 't1', repeat('c', 64), 'name', 'image', 'id-' || n % 500, 'node-' || n % 500, n, 0, false, 'ENDED',
              timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', now()
            from generate_series(1, 20000) n
            """)
        .update();
    jdbc.sql("analyze events").update();
    jdbc.sql("analyze exit_ledger").update();
  }

  @Test
  void findsWhereEventsSinceAnInstantBegin() throws SQLException {
    assertThat(
            scans(
                "events_by_time",
                jdbc ->
                    assertThat(new EventLog(jdbc, new TenantStreams(jdbc)).lastBefore(TENANT, LATE))
                        .isEqualTo(19_979)))
        .isPositive();
  }

  @Test
  void findsTheExitsOfANodeByItsName() throws SQLException {
    assertThat(scans("exit_ledger_by_node_name", jdbc -> assertThatListFinds(jdbc, "node-7")))
        .isPositive();
  }

  @Test
  void findsTheExitsOfANodeByItsId() throws SQLException {
    assertThat(scans("exit_ledger_by_node", jdbc -> assertThatListFinds(jdbc, "id-7")))
        .isPositive();
  }

  private static void assertThatListFinds(JdbcClient jdbc, String node) {
    ExitFilter filter = new ExitFilter(null, null, null, null, node, null, null);

    assertThat(new ExitLedger(jdbc).list(TENANT, filter, null, 5))
        .extracting(row -> row.exit().record().run())
        .containsExactly(19_507L, 19_007L, 18_507L, 18_007L, 17_507L);
  }

  /** How often the question read the index. */
  private static long scans(String index, Question question) throws SQLException {
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(DATABASE.dataSource().getConnection(), true);
    try {
      JdbcClient jdbc = JdbcClient.create(connection);
      long before = counted(jdbc, index);
      question.ask(jdbc);
      return counted(jdbc, index) - before;
    } finally {
      connection.destroy();
    }
  }

  private static long counted(JdbcClient jdbc, String index) {
    jdbc.sql("select pg_stat_force_next_flush()").query((row, number) -> number).list();
    return jdbc.sql("select idx_scan from pg_stat_user_indexes where indexrelname = :index")
        .param("index", index)
        .query(Long.class)
        .single();
  }

  /** Something asked of the history. */
  private interface Question {
    void ask(JdbcClient jdbc);
  }
}
