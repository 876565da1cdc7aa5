package io.gantry.persistence.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.testing.TestDatabase;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** On a pool of one connection, so that each transaction gets the one of the transaction before. */
class FencedConnectionIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Scope ONE = new Scope.Tenant(new TenantId("one"));
  private static final Scope ALL = new Scope.Platform(PlatformWork.ADMINISTRATION);

  private static final String SETTING = "select current_setting('gantry.tenant', true)";
  private static final String COUNT = "select count(*) from tenants";

  private final Fence fence = new Fence();

  private HikariDataSource pool;
  private JdbcClient jdbc;
  private TransactionTemplate transaction;

  @BeforeAll
  static void makeTenants() {
    JdbcClient.create(DATABASE.dataSource())
        .sql(
            "insert into tenants select t, t, 'RESTRICTED', now() from unnest(array['one', 'two']) t")
        .update();
  }

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    pool.setDataSource(DATABASE.applicationsDataSource());
    pool.setMaximumPoolSize(1);
    FencedDataSource fenced = new FencedDataSource(pool, fence);
    jdbc = JdbcClient.create(fenced);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(fenced));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void givesAConnectionBackWithNothingOfTheScope() {
    assertThat(inTransaction(ONE, this::tenants)).isOne();

    assertThat(JdbcClient.create(pool).sql(SETTING).query(String.class).single()).isEmpty();
    assertThat(JdbcClient.create(pool).sql(COUNT).query(Long.class).single()).isZero();
  }

  @Test
  void givesAConnectionBackWithNothingOfAScopeThatFailed() {
    assertThatThrownBy(
            () ->
                inTransaction(
                    ONE,
                    () -> {
                      tenants();
                      throw new IllegalArgumentException("it fails");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(fence.current()).isEmpty();
    assertThat(JdbcClient.create(pool).sql(COUNT).query(Long.class).single()).isZero();
  }

  @Test
  void showsNothingToWhoIsInNoScope() {
    assertThat(tenants()).isZero();
    assertThat(transaction.<Long>execute(status -> tenants())).isZero();
    assertThatThrownBy(
            () ->
                jdbc.sql("insert into tenants values ('three', 'three', 'RESTRICTED', now())")
                    .update())
        .hasStackTraceContaining("violates row-level security policy");
  }

  @Test
  void refusesAScopeThatCouldNotHold() {
    assertThatThrownBy(() -> fence.within(ONE, this::tenants))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in no transaction");
  }

  @Test
  void followsTheScopeWithinOneTransaction() {
    transaction.executeWithoutResult(
        status -> {
          assertThat(tenants()).isZero();
          assertThat(fence.within(ONE, this::tenants)).isOne();
          assertThat(fence.within(ALL, () -> tenants() + fence.within(ONE, this::tenants)))
              .isEqualTo(4);
          assertThat(tenants()).isZero();
        });
  }

  @Test
  void tellsTheScopeAnewWhenARollbackHasTakenItBack() {
    Long seen =
        fence.within(
            ONE,
            () ->
                transaction.execute(
                    status -> {
                      tenants();
                      Object before = status.createSavepoint();
                      fence.within(ALL, this::tenants);
                      status.rollbackToSavepoint(before);
                      return fence.within(ALL, this::tenants);
                    }));

    assertThat(seen).isEqualTo(3);
  }

  private long tenants() {
    return jdbc.sql(COUNT).query(Long.class).single();
  }

  private <T> T inTransaction(Scope scope, Supplier<T> work) {
    return fence.within(scope, () -> transaction.execute(status -> work.get()));
  }
}
