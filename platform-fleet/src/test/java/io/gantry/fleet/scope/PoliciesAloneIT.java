package io.gantry.fleet.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.RowsEverywhere;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The second fence without the first: statements that have lost their condition on the tenant. */
@FleetTest
class PoliciesAloneIT {
  /** What the application may not change in whatever scope. */
  private static final Set<String> HISTORY = Set.of("exit_ledger", "events", "audit");

  private final Fleet fleet;
  private final RowsEverywhere rows;
  private final Fence fence;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final List<String> tables;

  private Caller owner;
  private Caller foreigner;

  @Autowired
  PoliciesAloneIT(
      Fleet fleet,
      RowsEverywhere rows,
      Fence fence,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      TestDatabase database) {
    this.fleet = fleet;
    this.rows = rows;
    this.fence = fence;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.tables =
        JdbcClient.create(database.dataSource())
            .sql(
                "select table_name::text from information_schema.columns where table_schema = 'public'"
                    + " and column_name = 'tenant_id' order by table_name")
            .query(String.class)
            .list();
  }

  @BeforeEach
  void fillTwoTenants() {
    owner = fleet.tenant();
    foreigner = fleet.tenant();
    rows.fill(owner, fleet.node());
    rows.fill(foreigner, fleet.node());
  }

  @Test
  void showEachTenantItsOwnRowsOnly() {
    assertThat(tables).contains("containers", "exit_ledger", "audit", "events");
    for (String table : tables) {
      String sql = "select distinct tenant_id from " + table;

      assertThat(in(owner, sql)).as(table).containsExactly(owner.tenant().value());
      assertThat(in(foreigner, sql)).as(table).containsExactly(foreigner.tenant().value());
    }
    assertThat(in(owner, "select id from tenants")).containsExactly(owner.tenant().value());
  }

  @Test
  void showNoRowToWhoIsInNoScope() {
    for (String table : tables) {
      List<Long> counted =
          transaction.execute(
              status -> jdbc.sql("select count(*) from " + table).query(Long.class).list());

      assertThat(counted).as(table).containsExactly(0L);
    }
  }

  @Test
  void letNoForeignRowBeChangedOrDeleted() {
    for (String table : tables) {
      for (String sql :
          List.of("update " + table + " set tenant_id = tenant_id", "delete from " + table)) {
        if (HISTORY.contains(table) || sql.equals("delete from tenant_streams")) {
          assertRefused(sql, "permission denied for table " + table);
        } else {
          assertThat(changed(sql + " where tenant_id = :owner")).as(sql).isZero();
        }
      }
    }
  }

  @Test
  void letNoForeignRowBeAdded() {
    for (String table : tables) {
      assertRefused(
          "insert into " + table + " (tenant_id) values (:owner)",
          "violates row-level security policy for table \"" + table + "\"");
    }
  }

  @Test
  void letNoRowBeGivenToAnotherTenant() {
    assertRefused(
        "update containers set tenant_id = :owner",
        "violates row-level security policy for table \"containers\"");
  }

  @Test
  void letATenantSeeNothingOfWhatPassesBetweenThePlatformAndANode() {
    assertRefused(
        "insert into stream_requests values ('id', 'node', '{}', now())",
        "violates row-level security policy");
    assertThat(in(owner, "select id from stream_requests")).isEmpty();
    assertThat(in(owner, "select container_id from assignment_tombstones")).isEmpty();
  }

  private List<String> in(Caller caller, String sql) {
    return fence.within(
        scope(caller.tenant()),
        () -> transaction.execute(status -> jdbc.sql(sql).query(String.class).list()));
  }

  /** Done by the foreigner; always taken back, so that a hole in the fence does no harm. */
  private Integer changed(String sql) {
    return fence.within(
        scope(foreigner.tenant()),
        () ->
            transaction.execute(
                status -> {
                  status.setRollbackOnly();
                  return jdbc.sql(sql).param("owner", owner.tenant().value()).update();
                }));
  }

  private void assertRefused(String sql, String why) {
    assertThatThrownBy(() -> changed(sql)).as(sql).hasStackTraceContaining(why);
  }

  private static Scope scope(TenantId tenant) {
    return new Scope.Tenant(tenant);
  }
}
