package io.gantry.fleet.audit;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.AuditResource;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@FleetTest
class AuditServiceIT {
  private final Fleet fleet;
  private final AuditService audit;
  private final TestDatabase database;
  private final TransactionTemplate transaction;

  private Caller caller;

  @Autowired
  AuditServiceIT(
      Fleet fleet,
      AuditService audit,
      TestDatabase database,
      PlatformTransactionManager transactions) {
    this.fleet = fleet;
    this.audit = audit;
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
  }

  @BeforeEach
  void makeATenant() {
    caller = fleet.tenant();
  }

  @Test
  void sharesTheFateOfTheChange() {
    transaction.executeWithoutResult(
        status -> {
          audit.record(caller, Permission.CONTAINER_START, "container a", null);
          status.setRollbackOnly();
        });

    assertThat(entries(AuditFilter.ALL)).isEmpty();
    assertThatThrownBy(() -> audit.record(caller, Permission.CONTAINER_START, "container a", null))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void keepsARefusalWhateverBecomesOfTheRequest() {
    transaction.executeWithoutResult(
        status -> {
          audit.recordFailure(
              caller, Permission.CONTAINER_CREATE, "container a", ErrorCode.POLICY_DENIED);
          status.setRollbackOnly();
        });

    assertThat(entries(AuditFilter.ALL))
        .extracting(AuditResource::outcome)
        .containsExactly("POLICY_DENIED");
  }

  @Test
  void numbersEntriesWithoutGapsUnderManyWriters() throws Exception {
    Enrolled node = fleet.node();
    Together.run(16, number -> () -> fleet.container(caller, node));

    assertThat(entries(AuditFilter.ALL))
        .extracting(AuditResource::id)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 16).map(id -> 17 - id).boxed().toList());
    assertThat(audit.firstBroken(caller)).isEmpty();
  }

  @Test
  void noticesAChangedEntry() {
    record(3);

    tamper("update audit set actor = 'nobody' where tenant_id = :tenant and id = 2");

    assertThat(audit.firstBroken(caller)).hasValue(2);
  }

  @Test
  void noticesAMissingEntry() {
    record(3);

    tamper("delete from audit where tenant_id = :tenant and id = 3");

    assertThat(audit.firstBroken(caller)).hasValue(3);
  }

  /** As an administrator of the database could do it. */
  private void tamper(String change) {
    SingleConnectionDataSource connection = new SingleConnectionDataSource(connection(), true);
    try {
      JdbcClient jdbc = JdbcClient.create(connection);
      jdbc.sql("set session_replication_role = replica").update();
      jdbc.sql(change).param("tenant", caller.tenant().value()).update();
    } finally {
      connection.destroy();
    }
  }

  private Connection connection() {
    try {
      return database.dataSource().getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void listsWhatAFilterNames() {
    record(2);

    assertThat(entries(new AuditFilter("system", "container:start", "container 1", null, null)))
        .extracting(AuditResource::object)
        .containsExactly("container 1");
    assertThat(entries(new AuditFilter("nobody", null, null, null, null))).isEmpty();
  }

  @Test
  void isNotForEveryMember() {
    Caller operator =
        new Caller(
            null,
            "olga",
            false,
            caller.tenant(),
            io.gantry.security.Role.OPERATOR,
            Caller.Origin.INTERNAL);

    assertRefused(
        ErrorCode.FORBIDDEN, () -> audit.list(operator, AuditFilter.ALL, PageRequest.FIRST));
  }

  private void record(int count) {
    for (int number = 1; number <= count; number++) {
      String object = "container " + number;
      transaction.executeWithoutResult(
          status -> audit.record(caller, Permission.CONTAINER_START, object, "detail"));
    }
  }

  private List<AuditResource> entries(AuditFilter filter) {
    return audit.list(caller, filter, PageRequest.FIRST).items();
  }
}
