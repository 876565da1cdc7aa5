package io.gantry.engine.spec;

import io.gantry.api.container.Resources.Ulimit;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/** The limits of a process: the user's, with defaults, cut to what the host allows (OCISPEC-7). */
final class ResourceLimits {
  private static final Ulimit DEFAULT = new Ulimit(1_048_576, 1_048_576);
  private static final long UNLIMITED = -1;

  private ResourceLimits() {}

  static void write(Map<String, Ulimit> asked, Map<String, Long> hardLimits, ArrayNode rlimits) {
    Map<String, Ulimit> limits = new TreeMap<>(Map.of("nofile", DEFAULT, "nproc", DEFAULT));
    asked.forEach((name, limit) -> limits.put(name.toLowerCase(Locale.ROOT), limit));
    limits.forEach(
        (name, limit) -> {
          check(name, limit);
          long ceiling = hardLimits.getOrDefault(name, UNLIMITED);
          rlimits
              .addObject()
              .put("type", "RLIMIT_" + name.toUpperCase(Locale.ROOT))
              .put("hard", unsigned(cut(limit.hard(), ceiling)))
              .put("soft", unsigned(cut(limit.soft(), ceiling)));
        });
  }

  private static void check(String name, Ulimit limit) {
    if (!ProcessLimits.isKnown(name)) {
      throw invalid("'%s' is not a limit: use a name like nofile".formatted(name));
    }
    boolean softExceedsHard =
        limit.hard() != UNLIMITED && (limit.soft() == UNLIMITED || limit.soft() > limit.hard());
    if (limit.soft() < UNLIMITED || limit.hard() < UNLIMITED || softExceedsHard) {
      throw invalid(
          "limit %s: soft %d and hard %d are -1 or more, and soft is not above hard"
              .formatted(name, limit.soft(), limit.hard()));
    }
  }

  private static long cut(long value, long ceiling) {
    if (ceiling == UNLIMITED) {
      return value;
    }
    return value == UNLIMITED ? ceiling : Math.min(value, ceiling);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static GantryException invalid(String message) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}
