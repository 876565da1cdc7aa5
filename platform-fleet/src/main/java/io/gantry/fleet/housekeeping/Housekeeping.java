package io.gantry.fleet.housekeeping;

import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.account.SessionRows;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.history.IdempotencyKeys;
import io.gantry.persistence.node.EnrolmentTokenRows;
import io.gantry.persistence.node.NodeAssignments;
import io.gantry.persistence.node.StreamRequestRows;
import io.gantry.persistence.node.UsedTokenIdRows;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Deletes what is of no use any more. Each step is safe to repeat and to be stopped in, so they
 * need no common transaction.
 */
@Component
class Housekeeping {
  private final NodeAssignments assignments;
  private final EnrolmentTokenRows enrolmentTokens;
  private final UsedTokenIdRows usedTokenIds;
  private final SessionRows sessions;
  private final IdempotencyKeys idempotencyKeys;
  private final StreamRequestRows streamRequests;
  private final Clock clock;
  private final FleetSettings settings;

  Housekeeping(
      NodeAssignments assignments,
      EnrolmentTokenRows enrolmentTokens,
      UsedTokenIdRows usedTokenIds,
      SessionRows sessions,
      IdempotencyKeys idempotencyKeys,
      StreamRequestRows streamRequests,
      Clock clock,
      FleetSettings settings) {
    this.assignments = assignments;
    this.enrolmentTokens = enrolmentTokens;
    this.usedTokenIds = usedTokenIds;
    this.sessions = sessions;
    this.idempotencyKeys = idempotencyKeys;
    this.streamRequests = streamRequests;
    this.clock = clock;
    this.settings = settings;
  }

  @AcrossTenants(PlatformWork.HOUSEKEEPING)
  void run() {
    Instant now = clock.instant();
    assignments.forget(now.minus(settings.watchRetention()));
    enrolmentTokens.deleteExpired(now);
    usedTokenIds.deleteExpired(now);
    sessions.deleteExpired(now);
    idempotencyKeys.deleteExpired(now);
    streamRequests.deleteAskedBefore(now.minus(settings.streamRequestLifetime()));
  }
}
