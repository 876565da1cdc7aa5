package io.gantry.engine.secret;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The node's key for secrets at rest: AES-256-GCM, in a file only root reads. Thread-safe. */
final class SealingKey {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int OWNER_ONLY = 0600;

  private final SecretKeySpec key;
  private final SecureRandom random;

  private SealingKey(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /**
   * Takes the file's key; makes the file if there is none.
   *
   * @throws GantryException INTERNAL if the file cannot be read or is no key
   */
  static SealingKey open(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        AtomicFile.write(file, fresh, OWNER_ONLY);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new IOException("it holds no key");
      }
      return new SealingKey(key, random);
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
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(data);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return whole;
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
      if (whole.length < NONCE_BYTES) {
        throw new GeneralSecurityException("it is too short");
      }
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES), place)
          .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw GantryException.of(
          ErrorCode.INTERNAL, "a secret of this node cannot be opened with its key", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
