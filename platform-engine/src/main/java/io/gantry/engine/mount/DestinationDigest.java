package io.gantry.engine.mount;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A destination never becomes part of a path on the host, only its digest does. */
final class DestinationDigest {
  private static final int BYTES = 8;

  private DestinationDigest() {}

  static String of(String destination) {
    String normal = Path.of("/").resolve(destination).normalize().toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(normal.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
