package io.gantry.fleet.secret;

import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.secret.Sealed;
import io.gantry.persistence.secret.SealedKey;
import io.gantry.persistence.secret.SealedKeyRows;
import io.gantry.persistence.secret.SecretRows;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Seals with the first key what an older one sealed, so that the older can be given up. */
@Component
public class Resealing {
  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
  private static final int AT_ONCE = 100;

  private final SecretRows rows;
  private final SealedKeyRows platformKeys;
  private final SecretKeys keys;

  Resealing(SecretRows rows, SealedKeyRows platformKeys, SecretKeys keys) {
    this.rows = rows;
    this.platformKeys = platformKeys;
    this.keys = keys;
  }

  /**
   * Returns when all are sealed with the first key; what was sealed is durable, so it goes on where
   * it stopped.
   *
   * @throws io.gantry.api.error.GantryException INTERNAL if one cannot be opened
   */
  @AcrossTenants(PlatformWork.HOUSEKEEPING)
  public void run() {
    keys.sealing().ifPresent(this::sealAll);
  }

  private void sealAll(String key) {
    int sealed = 0;
    for (SealedKey old : platformKeys.sealedOtherwise(key)) {
      platformKeys.seal(keys.seal(old.purpose(), keys.open(old)));
      sealed++;
    }
    for (List<Sealed> some = rows.sealedOtherwise(key, AT_ONCE);
        !some.isEmpty();
        some = rows.sealedOtherwise(key, AT_ONCE)) {
      for (Sealed old : some) {
        rows.seal(keys.seal(old.tenant(), old.name(), old.version(), keys.open(old)));
      }
      sealed += some.size();
    }
    if (sealed > 0) {
      LOG.atInfo().addKeyValue("key", key).addKeyValue("secrets", sealed).log("sealed anew");
    }
  }
}
