package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditVerification;
import io.gantry.api.resource.AuditVerification.Kind;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.history.AuditLog;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever owns the database and switches its triggers off is found out all the same. */
@FleetTest
class AuditProofIT {
  private final Fleet fleet;
  private final AuditService audit;
  private final AuditProof proof;
  private final AuditLog log;
  private final Fence fence;
  private final TestDatabase database;
  private final TransactionTemplate transaction;

  private Caller caller;

  @Autowired
  AuditProofIT(
      Fleet fleet,
      AuditService audit,
      AuditProof proof,
      AuditLog log,
      Fence fence,
      TestDatabase database,
      PlatformTransactionManager transactions) {
    this.fleet = fleet;
    this.audit = audit;
    this.proof = proof;
    this.log = log;
    this.fence = fence;
    this.database = database;
    this.transaction = new TransactionTemplate(transactions);
  }

  @BeforeEach
  void writeFourEntries() {
    caller = fleet.tenant();
    for (int number = 1; number <= 4; number++) {
      String object = "container " + number;
      transaction.executeWithoutResult(
          status ->
              audit.record(
                  caller,
                  AuditNote.of(Permission.CONTAINER_UPDATE, object)
                      .changing(AuditChanges.of("memory", 1, 2))));
    }
  }

  @Test
  void findsAnUntouchedChainWhole() {
    AuditVerification found = proof.verify(caller, List.of(anchor()));

    assertThat(found.broken()).isNull();
    assertThat(found.entries()).isEqualTo(4);
    assertThat(found.anchors()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "actor, 'nobody'",
    "on_behalf_of, 'nobody'",
    "action, 'container:read'",
    "object, 'container 9'",
    "outcome, 'FORBIDDEN'",
    "request_id, 'other'",
    "address, '192.0.2.9'",
    "detail, 'other'",
    "changes, '[]'",
    "changes, null",
    "format, 1",
    "hash, ''",
    "at, now()"
  })
  void findsAChangedEntryWhateverWasChanged(String column, String value) {
    String text = value.matches("\\w+\\(\\)|null|\\d") ? value : "'" + value + "'";

    tamper("update audit set %s = %s where tenant_id = :tenant and id = 2".formatted(column, text));

    assertBroken(2, Kind.CHANGED);
  }

  @Test
  void findsADeletedEntry() {
    tamper("delete from audit where tenant_id = :tenant and id = 2");

    assertBroken(2, Kind.MISSING);
  }

  @Test
  void findsReorderedEntries() {
    tamper(
        "update audit set id = -id where tenant_id = :tenant and id in (2, 3)",
        "update audit set id = 5 + id where tenant_id = :tenant and id < 0");

    assertBroken(2, Kind.CHANGED);
  }

  @Test
  void findsADoubledEntry() {
    tamper(
        "alter table audit drop constraint audit_pkey",
        "insert into audit select * from audit where tenant_id = :tenant and id = 2");
    try {
      assertBroken(2, Kind.DOUBLED);
    } finally {
      tamper(
          """
          delete from audit where ctid in (select max(ctid) from audit where tenant_id = :tenant
            and id = 2)
          """,
          "alter table audit add constraint audit_pkey primary key (tenant_id, id)");
    }
  }

  @Test
  void findsEntriesCutOffAtTheEnd() {
    tamper("delete from audit where tenant_id = :tenant and id >= 3");

    assertBroken(3, Kind.CUT);
  }

  @Test
  void findsEntriesAddedBehindTheEnd() {
    tamper("update tenant_streams set audit_number = 3 where tenant_id = :tenant");

    assertBroken(4, Kind.ADDED);
  }

  @Test
  void findsByAnAnchorThatTheEndWasCutOffWithItsNumber() {
    AuditAnchor anchor = anchor();

    tamper(
        "delete from audit where tenant_id = :tenant and id >= 3",
        """
        update tenant_streams set audit_number = 2,
          audit_hash = (select hash from audit where tenant_id = :tenant and id = 2) where tenant_id = :tenant
        """);

    assertThat(proof.verify(caller, List.of()).broken()).isNull();
    AuditVerification.Break broken = broken(List.of(anchor));
    assertThat(broken.id()).isEqualTo(3);
    assertThat(broken.kind()).isEqualTo(Kind.CUT);
  }

  @Test
  void findsByAnAnchorThatTheWholeChainWasWrittenAnew() {
    AuditAnchor anchor = anchor();

    tamper(
        "delete from audit where tenant_id = :tenant",
        "update tenant_streams set audit_number = 0, audit_hash = '' where tenant_id = :tenant");
    writeAnew();

    assertThat(proof.verify(caller, List.of()).broken()).isNull();
    AuditVerification.Break broken = broken(List.of(anchor));
    assertThat(broken.id()).isEqualTo(4);
    assertThat(broken.kind()).isEqualTo(Kind.REWRITTEN);
  }

  private AuditVerification.Break broken(List<AuditAnchor> anchors) {
    return Objects.requireNonNull(proof.verify(caller, anchors).broken(), "the chain is whole");
  }

  private void writeAnew() {
    for (int number = 1; number <= 4; number++) {
      transaction.executeWithoutResult(
          status ->
              audit.record(caller, AuditNote.of(Permission.CONTAINER_START, "container other")));
    }
  }

  private AuditAnchor anchor() {
    return fence
        .within(
            Scope.of(caller.tenant(), PlatformWork.AUDIT),
            () -> log.anchor(caller.tenant(), Instant.EPOCH))
        .orElseThrow();
  }

  private void assertBroken(long id, Kind kind) {
    AuditVerification.Break broken = broken(List.of());
    assertThat(broken.kind()).isEqualTo(kind);
    assertThat(broken.id()).isEqualTo(id);
  }

  /** As an administrator of the database could do it. */
  private void tamper(String... changes) {
    SingleConnectionDataSource connection = new SingleConnectionDataSource(connection(), true);
    try {
      JdbcClient jdbc = JdbcClient.create(connection);
      jdbc.sql("set session_replication_role = replica").update();
      for (String change : changes) {
        jdbc.sql(change).params(Map.of("tenant", caller.tenant().value())).update();
      }
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
}
