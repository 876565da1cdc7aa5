package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.history.AuditLog;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@FleetTest
class AuditAnchoringIT {
  private static final Scope PLATFORM = new Scope.Platform(PlatformWork.AUDIT);

  private final Fleet fleet;
  private final AuditService audit;
  private final AuditLog log;
  private final TenantRepository tenants;
  private final Fence fence;
  private final Clock clock;
  private final TransactionTemplate transaction;

  @TempDir Path directory = Path.of("");

  @Autowired
  AuditAnchoringIT(
      Fleet fleet,
      AuditService audit,
      AuditLog log,
      TenantRepository tenants,
      Fence fence,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.fleet = fleet;
    this.audit = audit;
    this.log = log;
    this.tenants = tenants;
    this.fence = fence;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Test
  void keepsHowFarEachChainHasGot() {
    Caller caller = fleet.tenant();
    Caller idle = fleet.tenant();
    transaction.executeWithoutResult(
        status -> audit.record(caller, AuditNote.of(Permission.CONTAINER_START, "container a")));
    fleet.node();
    AnchorFiles files = AnchorFilesTest.files(directory);

    fence.run(PLATFORM, () -> new AuditAnchoring(log, tenants, files, clock).run());

    assertThat(files.read(caller.tenant().value()))
        .singleElement()
        .satisfies(anchor -> assertThat(head(caller, anchor.at())).hasValue(anchor));
    assertThat(files.read(AuditAnchor.PLATFORM)).hasSize(1);
    assertThat(files.read(idle.tenant().value())).isEmpty();
  }

  private Optional<AuditAnchor> head(Caller caller, Instant at) {
    return fence.within(PLATFORM, () -> log.anchor(caller.tenant(), at));
  }
}
