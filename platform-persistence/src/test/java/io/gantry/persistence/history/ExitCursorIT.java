package io.gantry.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** However many rows are read one by one, few of them are here at a time. */
class ExitCursorIT {
  private static final int ROWS = 20_000;
  private static final TenantId TENANT = new TenantId("t1");
  private static final DataSource DATABASE = TestDatabase.create().dataSource();

  private final JdbcClient jdbc = JdbcClient.create(DATABASE);
  private final ExitLedger ledger = new ExitLedger(jdbc);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(DATABASE));

  @BeforeAll
  static void fillLedger() {
    JdbcClient.create(DATABASE)
        .sql(
            """
            insert into exit_ledger (tenant_id, container_id, container_name, image, node_id, node_name, run, code,
              out_of_memory, cause, finished_at, recorded_at)
            select 't1', repeat('c', 64), 'name', 'image', 'n', 'node', n, 0, false, 'ENDED',
              timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', now()
            from generate_series(1, :rows) n
            """)
        .param("rows", ROWS)
        .update();
  }

  @Test
  void leavesTheRowsInTheDatabaseUntilTheyAreRead() {
    List<Long> runs = new ArrayList<>();
    List<Long> cursors = new ArrayList<>();

    transaction.executeWithoutResult(
        status ->
            ledger.read(
                TENANT,
                ExitFilter.ALL,
                exit -> {
                  runs.add(exit.record().run());
                  if (runs.size() == ROWS / 2) {
                    cursors.add(openCursors());
                  }
                }));

    assertThat(runs).hasSize(ROWS);
    assertThat(runs.getFirst()).isEqualTo(ROWS);
    assertThat(cursors).containsExactly(1L);
  }

  @Test
  void endsTheCursorWithWhatTheReaderThrows() {
    transaction.executeWithoutResult(
        status -> {
          assertThatThrownBy(
                  () ->
                      ledger.read(
                          TENANT,
                          ExitFilter.ALL,
                          exit -> {
                            throw new IllegalStateException("enough");
                          }))
              .hasMessage("enough");
          assertThat(openCursors()).isZero();
        });
  }

  /** Cursors over the ledger that this transaction has open. */
  private long openCursors() {
    return jdbc.sql(
            "select count(*) from pg_cursors where name <> '' and statement like '%exit_ledger e%'")
        .query(Long.class)
        .single();
  }
}
