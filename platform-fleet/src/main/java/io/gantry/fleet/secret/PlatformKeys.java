package io.gantry.fleet.secret;

import io.gantry.api.secret.BoundCipher;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.secret.SealedKey;
import io.gantry.persistence.secret.SealedKeyRows;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keys of the platform's own, from which it derives what it must not keep. */
@Component
public class PlatformKeys {
  private final SecretKeys keys;
  private final SealedKeyRows rows;
  private final SecureRandom random;

  PlatformKeys(SecretKeys keys, SealedKeyRows rows, SecureRandom random) {
    this.keys = keys;
    this.rows = rows;
    this.random = random;
  }

  /**
   * The key of that purpose, {@value BoundCipher#KEY_BYTES} bytes, the same ever after and on all
   * replicas; durable on return. Empty if nothing can be sealed here.
   *
   * @throws io.gantry.api.error.GantryException INTERNAL if it cannot be opened
   */
  @AcrossTenants(PlatformWork.ADMINISTRATION)
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Optional<byte[]> find(String purpose) {
    if (keys.sealing().isEmpty()) {
      return Optional.empty();
    }
    byte[] fresh = new byte[BoundCipher.KEY_BYTES];
    random.nextBytes(fresh);
    SealedKey sealed = rows.addOrFind(keys.seal(purpose, fresh));
    return Optional.of(keys.open(sealed));
  }
}
