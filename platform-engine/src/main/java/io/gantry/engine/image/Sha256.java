package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of everything here. */
final class Sha256 {
  private Sha256() {}

  static Digest of(byte[] content) {
    return digest(begin().digest(content));
  }

  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The result of a digest that was fed piece by piece. */
  static Digest end(MessageDigest digest) {
    return digest(digest.digest());
  }

  private static Digest digest(byte[] hash) {
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }
}
