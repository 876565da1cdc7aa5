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
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Role;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@FleetTest
class AuditServiceIT {
  private static final AuditNote START_A = AuditNote.of(Permission.CONTAINER_START, "container a");

  private final Fleet fleet;
  private final AuditService audit;
  private final TransactionTemplate transaction;

  private Caller caller;

  @Autowired
  AuditServiceIT(Fleet fleet, AuditService audit, PlatformTransactionManager transactions) {
    this.fleet = fleet;
    this.audit = audit;
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
          audit.record(caller, START_A);
          status.setRollbackOnly();
        });

    assertThat(entries(AuditFilter.ALL)).isEmpty();
    assertThatThrownBy(() -> audit.record(caller, START_A))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void keepsARefusalWhateverBecomesOfTheRequest() {
    transaction.executeWithoutResult(
        status -> {
          audit.recordFailure(caller, START_A, ErrorCode.POLICY_DENIED);
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
  }

  @Test
  void listsWhatAFilterNames() {
    record(2);

    assertThat(
            entries(
                new AuditFilter("system", "container:start", "container 1", "ok", "-", null, null)))
        .extracting(AuditResource::object)
        .containsExactly("container 1");
    assertThat(entries(filter("nobody", null))).isEmpty();
    assertThat(entries(filter("system", "FORBIDDEN"))).isEmpty();
  }

  @Test
  void isNotForEveryMember() {
    Caller operator =
        new Caller(
            null, "olga", caller.tenant(), Role.OPERATOR.permissions(), Caller.Origin.INTERNAL);

    assertRefused(
        ErrorCode.FORBIDDEN, () -> audit.list(operator, AuditFilter.ALL, PageRequest.FIRST));
  }

  private static AuditFilter filter(String actor, @Nullable String outcome) {
    return new AuditFilter(actor, null, null, outcome, null, null, null);
  }

  private void record(int count) {
    for (int number = 1; number <= count; number++) {
      String object = "container " + number;
      transaction.executeWithoutResult(
          status ->
              audit.record(
                  caller, AuditNote.of(Permission.CONTAINER_START, object).saying("detail")));
    }
  }

  private List<AuditResource> entries(AuditFilter filter) {
    return audit.list(caller, filter, PageRequest.FIRST).items();
  }
}
