package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger in one piece, more of it than any buffer on the way holds. */
@WebTest
class ExitExportIT {
  private static final String EXITS = "/api/v1/exits";
  private static final int ROWS = 60_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired private Installation installation;
  @Autowired private TestDatabase database;

  private Client viewer = new Client("", null);

  @BeforeEach
  void fillLedger() {
    TenantId tenant = installation.newTenant();
    viewer = installation.as(tenant, Role.VIEWER);
    JdbcClient.create(database.dataSource())
        .sql(
            """
            insert into exit_ledger (tenant_id, container_id, container_name, image, labels, node_id, node_name, run,
              code, out_of_memory, cause, evidence, finished_at, recorded_at)
            select :tenant, encode(sha256(:tenant::bytea), 'hex'), 'web', 'busybox', '{"app": "a,b"}', 'n', 'node', n, n % 3,
              false, 'ENDED', 'said "no",' || chr(10) || 'and ended' || repeat('.', 200),
              timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', now()
            from generate_series(1, :rows) n
            """)
        .param("tenant", tenant.value())
        .param("rows", ROWS)
        .update();
  }

  @Test
  void givesAllOfALongLedgerAsLinesOfJson() {
    List<String> lines = export("application/x-ndjson", "").body().lines().toList();

    assertThat(lines).hasSize(ROWS);
    assertThat(Client.JSON.readTree(lines.getFirst()).at("/record/run").intValue()).isEqualTo(ROWS);
    assertThat(Client.JSON.readTree(lines.getLast()).at("/record/run").intValue()).isEqualTo(1);
  }

  @Test
  void quotesWhatCsvCannotHoldPlain() {
    HttpResponse<String> answer = export("text/csv", "?failed=true&until=2026-01-01T00:00:03Z");

    String dots = ".".repeat(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"exits.csv\"");
    String[] records = answer.body().split("\r\n");
    assertThat(records).hasSize(3);
    assertThat(records[0])
        .startsWith("finishedAt,container,containerName,run,code,")
        .endsWith(",labels,node,recordedAt");
    assertThat(records[2])
        .startsWith("2026-01-01T00:00:01Z,")
        .contains(",web,1,1,,false,ENDED,\"said \"\"no\"\",\nand ended" + dots + "\",,,,busybox,,")
        .contains(",\"{\"\"app\"\":\"\"a,b\"\"}\",node,");
  }

  @Test
  void endsTheQueryWhenTheClientLeaves() throws Exception {
    awaitNoExports();
    HttpResponse<InputStream> answer = open();
    assertThat(answer.body().readNBytes(1000)).hasSize(1000);
    assertThat(openExports()).isEqualTo(1);

    answer.body().close();

    awaitNoExports();
    assertThat(openExports()).isZero();
  }

  private void awaitNoExports() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (openExports() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  @Test
  void refusesATenantThatHasTooManyUnderWay() throws IOException {
    List<InputStream> open = new ArrayList<>();
    try {
      open.add(open().body());
      open.add(open().body());
      for (InputStream one : open) {
        assertThat(one.readNBytes(1000)).hasSize(1000);
      }

      Client.Answer third = viewer.with("Accept", "text/csv").get(EXITS);

      assertThat(third.code()).isEqualTo("RATE_LIMITED");
      assertThat(third.header("Content-Disposition")).isNull();
    } finally {
      for (InputStream one : open) {
        one.close();
      }
    }
  }

  private HttpResponse<InputStream> open() {
    return viewer
        .with("Accept", "application/x-ndjson")
        .open("GET", EXITS, BodyPublishers.noBody());
  }

  private HttpResponse<String> export(String type, String query) {
    return viewer.with("Accept", type).get(EXITS + query).response();
  }

  /** Transactions of this database that are in the middle of an export. */
  private long openExports() {
    return JdbcClient.create(database.dataSource())
        .sql(
            """
            select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle'
              and query like 'select * from exit_ledger e %' and pid <> pg_backend_pid()
            """)
        .query(Long.class)
        .single();
  }
}
