package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which a node knows its own archives, made when it is first needed. Nodes that are
 * to take each other's archives are given the same file by their owner. Thread-safe.
 */
final class SealKey {
  /** Its name in the engine's home. */
  static final String FILE = "checkpoint.key";

  private static final int BYTES = 32;
  private static final int MOST_BYTES = 4096;
  private static final int PERMISSIONS = 0600;
  private static final String ALGORITHM = "HmacSHA256";

  private final Path file;

  SealKey(Path file) {
    this.file = file;
  }

  /**
   * A fresh code over the key.
   *
   * @throws GantryException STORAGE if the key can be neither read nor made, INVALID_ARGUMENT if it
   *     is too short or too long
   */
  Mac mac() {
    byte[] key = key();
    if (key.length < BYTES || key.length > MOST_BYTES) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "%s has %d bytes: put %d to %d random bytes there, or remove it to have it made anew"
              .formatted(file, key.length, BYTES, MOST_BYTES));
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
    }
  }

  private synchronized byte[] key() {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return make();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private byte[] make() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    try {
      AtomicFile.write(file, key, PERMISSIONS);
      return key;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private GantryException failed(IOException cause) {
    return GantryException.of(
        ErrorCode.STORAGE, "%s can be neither read nor made".formatted(file), cause);
  }
}
