package io.gantry.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.persistence.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SchemaIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update exit_ledger set code = 0",
        "delete from exit_ledger",
        "truncate exit_ledger",
        "update audit set actor = 'nobody'",
        "delete from audit",
        "truncate audit"
      })
  void refusesToChangeHistory(String change) {
    assertThatThrownBy(() -> jdbc.sql(change).update())
        .isInstanceOf(DataAccessException.class)
        .hasStackTraceContaining("are never changed or deleted");
  }

  @Test
  void keepsOneRowForEachRunOfAContainer() {
    insertExit();

    assertThatThrownBy(this::insertExit).hasMessageContaining("exit_ledger_container_id_run_key");
  }

  private void insertExit() {
    jdbc.sql(
            """
            insert into exit_ledger (tenant_id, container_id, container_name, image, node_id, node_name, run, code,
              out_of_memory, cause, finished_at, recorded_at)
            values ('default', 'c', 'name', 'image', 'n', 'node', 1, 42, false, 'ENDED', now(), now())
            """)
        .update();
  }
}
