package io.gantry.fleet.audit;

import io.gantry.api.container.TenantId;
import io.gantry.api.resource.AuditAnchor;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.history.AuditLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps how far each chain has got outside of the database, where nobody rewrites it with them. */
@Component
public class AuditAnchoring {
  private static final Logger LOG = LoggerFactory.getLogger(AuditAnchoring.class);

  private final AuditLog log;
  private final TenantRepository tenants;
  private final AnchorFiles files;
  private final Clock clock;

  AuditAnchoring(AuditLog log, TenantRepository tenants, AnchorFiles files, Clock clock) {
    this.log = log;
    this.tenants = tenants;
    this.files = files;
    this.clock = clock;
  }

  /** Adds an anchor for each chain that has entries; all are on the disk on return. */
  @AcrossTenants(PlatformWork.AUDIT)
  public void run() {
    if (!files.areKept()) {
      return;
    }
    Instant now = clock.instant();
    List<AuditAnchor> anchors =
        Stream.concat(
                Stream.of(Optional.<TenantId>empty()),
                tenants.findAll().stream().map(tenant -> Optional.of(new TenantId(tenant.getId()))))
            .map(tenant -> log.anchor(tenant.orElse(null), now))
            .flatMap(Optional::stream)
            .toList();
    try {
      files.append(anchors);
    } catch (IOException e) {
      throw new UncheckedIOException("the anchors of the audit log cannot be kept", e);
    }
    LOG.atInfo().addKeyValue("chains", anchors.size()).log("audit anchors kept");
  }
}
