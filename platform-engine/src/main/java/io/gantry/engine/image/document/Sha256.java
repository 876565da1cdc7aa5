package io.gantry.engine.image.document;

import io.gantry.api.image.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of everything here. */
public final class Sha256 {
  private Sha256() {}

  public static Digest of(byte[] content) {
    return digest(begin().digest(content));
  }

  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The result of a digest that was fed piece by piece. */
  public static Digest end(MessageDigest digest) {
    return digest(digest.digest());
  }

  private static Digest digest(byte[] hash) {
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }
}
