package io.gantry.fleet.node;

import io.gantry.persistence.node.UsedTokenIdRows;
import io.gantry.security.node.UsedTokenIds;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Used ids in the database, so that a token is good on one replica only. */
@Component
class StoredTokenIds implements UsedTokenIds {
  private final UsedTokenIdRows rows;

  StoredTokenIds(UsedTokenIdRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public boolean claim(String nodeId, String tokenId, Instant expiresAt) {
    return rows.add(nodeId, tokenId, expiresAt);
  }
}
