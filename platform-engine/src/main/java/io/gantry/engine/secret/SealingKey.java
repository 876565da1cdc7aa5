package io.gantry.engine.secret;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.secret.BoundCipher;
import io.gantry.engine.linux.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** The node's key for secrets at rest, in a file only root reads. Thread-safe. */
final class SealingKey {
  private static final int OWNER_ONLY = 0600;

  private final BoundCipher cipher;

  private SealingKey(BoundCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Takes the file's key; makes the file if there is none.
   *
   * @throws GantryException INTERNAL if the file cannot be read or is no key
   */
  static SealingKey open(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        byte[] fresh = new byte[BoundCipher.KEY_BYTES];
        random.nextBytes(fresh);
        AtomicFile.write(file, fresh, OWNER_ONLY);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != BoundCipher.KEY_BYTES) {
        throw new IOException("it holds no key");
      }
      return new SealingKey(new BoundCipher(key, random));
    } catch (IOException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "the key of the node's secrets cannot be read: look at " + file, e);
    }
  }

  /**
   * Seals data.
   *
   * @param place whose it is; needed to open it again
   */
  byte[] seal(byte[] data, String place) {
    try {
      return cipher.seal(data, place);
    } catch (GeneralSecurityException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a secret cannot be sealed", e);
    }
  }

  /**
   * Opens what was sealed for the same place.
   *
   * @throws GantryException INTERNAL if it was sealed with another key, for another place, or
   *     changed since
   */
  byte[] open(byte[] whole, String place) {
    try {
      return cipher.open(whole, place);
    } catch (GeneralSecurityException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "a secret of this node cannot be opened with its key", e);
    }
  }
}
