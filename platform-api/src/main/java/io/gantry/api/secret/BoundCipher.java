package io.gantry.api.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals data with AES-256-GCM, bound to the place it lies at: moved to another it does not open. A
 * sealed text is a nonce of 12 bytes, then what the cipher made, with its tag. Thread-safe.
 */
public final class BoundCipher {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * A cipher with this key.
   *
   * @throws IllegalArgumentException if the key has not {@link #KEY_BYTES}
   */
  public BoundCipher(byte[] key, SecureRandom random) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** Seals data for a place, each time differently. */
  public byte[] seal(byte[] data, String place) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(data);
    byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
    return whole;
  }

  /**
   * Opens what was sealed for the place.
   *
   * @throws GeneralSecurityException if it was sealed with another key or for another place, or was
   *     changed since
   */
  public byte[] open(byte[] whole, String place) throws GeneralSecurityException {
    if (whole.length < NONCE_BYTES) {
      throw new GeneralSecurityException("it is too short");
    }
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES), place)
        .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
