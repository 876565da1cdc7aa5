package io.gantry.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Questions to a long history are answered from an index, as the database itself counts: also where
 * row-level security holds.
 */
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
            insert into exit_ledger (tenant_id, container_id, container_name, image, image_digest, labels, node_id, node_name,
              run, code, out_of_memory, cause, finished_at, recorded_at)
            select 't1', repeat('c', 64), 'name', 'image', 'digest-' || n % 500, jsonb_build_object('app', 'app-' || n % 4000),
              'id-' || n % 500, 'node-' || n % 500, n, case n % 500 when 7 then 1 else 0 end, false, 'ENDED',
              timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', now()
            from generate_series(1, 20000) n
            """)
        .update();
    jdbc.sql(
            """
            insert into exit_ledger (tenant_id, container_id, container_name, image, node_id, node_name, run, code,
              out_of_memory, cause, finished_at, recorded_at)
            select 'other-' || n % 400, repeat('d', 64), 'name', 'image', 'id', 'node', n, 0, false, 'ENDED', now(), now()
            from generate_series(1, 4000) n
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

  @Test
  void findsTheExitsOfADigest() throws SQLException {
    assertThat(
            scans(
                "exit_ledger_by_digest",
                jdbc -> assertThatListFinds(jdbc, ExitFilter.builder().imageDigest("digest-7"))))
        .isPositive();
  }

  @Test
  void readsNoMoreOfALongHistoryThanThePageHas() throws SQLException {
    ExitFilter all = ExitFilter.builder().build();

    long read =
        counted(
            "idx_tup_read",
            "exit_ledger_by_time",
            jdbc -> assertThat(new ExitLedger(jdbc).list(TENANT, all, null, 100)).hasSize(100));

    assertThat(read).isEqualTo(100);
  }

  @Test
  void findsFailuresAmongManyOtherExits() throws SQLException {
    assertThat(
            scans(
                "exit_ledger_of_failures",
                jdbc -> assertThatListFinds(jdbc, ExitFilter.builder().failed(true))))
        .isPositive();
  }

  /** A condition that could leak what it sees comes after the policy, so no index serves it. */
  @Test
  void findsTheExitsOfALabelWithoutTheIndexOfLabels() throws SQLException {
    assertThat(
            scans(
                "exit_ledger_by_label",
                jdbc ->
                    assertThat(runs(jdbc, ExitFilter.builder().labels(Map.of("app", "app-7"))))
                        .containsExactly(16_007L, 12_007L, 8_007L, 4_007L, 7L)))
        .isZero();
  }

  @Test
  void findsTheExitsOfSeveralCodes() throws SQLException {
    assertThat(
            scans(
                "exit_ledger_by_code",
                jdbc -> assertThatListFinds(jdbc, ExitFilter.builder().codes(Set.of(1, 2)))))
        .isPositive();
  }

  private static void assertThatListFinds(JdbcClient jdbc, String node) {
    assertThatListFinds(jdbc, ExitFilter.builder().node(node));
  }

  private static void assertThatListFinds(JdbcClient jdbc, ExitFilter.Builder filter) {
    assertThat(runs(jdbc, filter)).containsExactly(19_507L, 19_007L, 18_507L, 18_007L, 17_507L);
  }

  private static List<Long> runs(JdbcClient jdbc, ExitFilter.Builder filter) {
    return new ExitLedger(jdbc)
        .list(TENANT, filter.build(), null, 5).stream()
            .map(row -> row.exit().record().run())
            .toList();
  }

  /** How often the question read the index. */
  private static long scans(String index, Question question) throws SQLException {
    return counted("idx_scan", index, question);
  }

  /** By how much the question, asked as the application asks it, raised a figure of the index. */
  private static long counted(String figure, String index, Question question) throws SQLException {
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(DATABASE.applicationsDataSource().getConnection(), true);
    try {
      JdbcClient jdbc = JdbcClient.create(connection);
      jdbc.sql("select set_config('gantry.tenant', 't1', false)").query(String.class).single();
      long before = figure(jdbc, figure, index);
      question.ask(jdbc);
      return figure(jdbc, figure, index) - before;
    } finally {
      connection.destroy();
    }
  }

  private static long figure(JdbcClient jdbc, String figure, String index) {
    jdbc.sql("select pg_stat_force_next_flush()").query((row, number) -> number).list();
    return jdbc.sql("select " + figure + " from pg_stat_user_indexes where indexrelname = :index")
        .param("index", index)
        .query(Long.class)
        .single();
  }

  /** Something asked of the history. */
  private interface Question {
    void ask(JdbcClient jdbc);
  }
}
