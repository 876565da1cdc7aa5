package io.gantry.persistence.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.resource.AuditResource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The hash that ties an audit entry to the one before it. */
final class AuditHash {
  private AuditHash() {}

  /** The instant as the database will give it back. */
  static Instant precision(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  /** SHA-256 over the hash before and every field, each with its length so that none can move. */
  static String of(String previous, String chain, AuditResource entry) {
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

  /** Follows a chain entry by entry. */
  static final class Walk {
    private final String chain;
    private String previous = "";
    private long next = 1;
    private boolean broken;

    Walk(String chain) {
      this.chain = chain;
    }

    void step(AuditResource entry, String hash) {
      if (broken) {
        return;
      }
      broken = entry.id() != next || !hash.equals(of(previous, chain, entry));
      if (!broken) {
        previous = hash;
        next++;
      }
    }

    OptionalLong firstBroken(long headNumber, String headHash) {
      boolean whole = !broken && next == headNumber + 1 && previous.equals(headHash);
      return whole ? OptionalLong.empty() : OptionalLong.of(next);
    }
  }
}
