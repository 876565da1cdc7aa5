package io.gantry.persistence.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.resource.AuditResource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash that ties an audit entry to the one before it. */
final class AuditHash {
  private static final int FIRST_FORMAT = 1;

  private AuditHash() {}

  /** SHA-256 over the hash before and every field, each with its length so that none can move. */
  static String of(String previous, String chain, AuditRow row) {
    AuditResource entry = row.entry();
    MessageDigest digest = sha256();
    add(digest, previous);
    add(digest, chain);
    add(digest, Long.toString(entry.id()));
    add(digest, entry.at().toString());
    add(digest, entry.actor());
    add(digest, entry.action());
    add(digest, entry.object());
    add(digest, entry.outcome());
    add(digest, entry.requestId());
    add(digest, entry.address());
    add(digest, entry.detail());
    if (row.format() != FIRST_FORMAT) {
      add(digest, Integer.toString(row.format()));
      add(digest, entry.onBehalfOf());
      add(digest, row.changes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, @Nullable String field) {
    byte[] bytes = field == null ? new byte[0] : field.getBytes(UTF_8);
    digest.update((field == null ? "-" : bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
