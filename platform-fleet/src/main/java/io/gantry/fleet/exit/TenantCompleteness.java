package io.gantry.fleet.exit;

import io.gantry.api.container.TenantId;
import io.gantry.api.ledger.Completeness;
import io.gantry.api.resource.ExitFilter;
import io.gantry.persistence.node.NodePresenceRows;
import io.gantry.persistence.node.NodePresenceRows.EndsTold;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Up to when no end of a tenant's runs can be missing: the least of what the nodes have told that
 * have containers of the tenant. A container leaves its node's account with the report of its
 * removal, which its ends have come before.
 */
@Component
class TenantCompleteness {
  private static final Duration RECENT = Duration.ofMinutes(1);
  private static final int MOST_NAMES = 20;

  private final NodePresenceRows nodes;
  private final Clock clock;

  TenantCompleteness(NodePresenceRows nodes, Clock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  /** Asked before the ledger is read, it holds for what is read then. */
  Completeness of(TenantId tenant, ExitFilter filter) {
    Instant now = clock.instant();
    List<EndsTold> told = nodes.endsTold(tenant, filter.node(), MOST_NAMES);
    Instant upTo = told.isEmpty() ? now : told.getFirst().upTo();
    return new Completeness(
        upTo,
        upTo != null && filter.until() != null && !filter.until().isAfter(upTo),
        told.stream().filter(one -> isLate(one.upTo(), now)).map(EndsTold::node).toList());
  }

  private static boolean isLate(@Nullable Instant upTo, Instant now) {
    return upTo == null || upTo.isBefore(now.minus(RECENT));
  }
}
