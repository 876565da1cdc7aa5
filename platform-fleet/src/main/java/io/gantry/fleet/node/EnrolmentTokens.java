package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.NodeToken;
import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.node.EnrolmentTokenRows;
import io.gantry.security.credential.Secrets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** One-time tokens for new nodes. Only their hashes are kept. */
@Component
class EnrolmentTokens {
  private static final String PREFIX = "gantry_node_";

  private final EnrolmentTokenRows rows;
  private final Secrets secrets;
  private final Clock clock;
  private final FleetSettings settings;

  EnrolmentTokens(
      EnrolmentTokenRows rows, SecureRandom random, Clock clock, FleetSettings settings) {
    this.rows = rows;
    this.secrets = new Secrets(random);
    this.clock = clock;
    this.settings = settings;
  }

  NodeToken issue(String by) {
    Instant now = clock.instant();
    NodeToken token =
        new NodeToken(secrets.fresh(PREFIX), now.plus(settings.enrolmentTokenLifetime()));
    rows.add(Secrets.sha256(token.token()), by, now, token.expiresAt());
    return token;
  }

  /** Uses the token up, for good if the transaction commits. */
  void redeem(String token, String nodeId) {
    if (!rows.redeem(Secrets.sha256(token), nodeId, clock.instant())) {
      throw GantryException.of(
          ErrorCode.UNAUTHENTICATED,
          "the enrolment token is unknown, used or expired: let an operator make another");
    }
  }
}
