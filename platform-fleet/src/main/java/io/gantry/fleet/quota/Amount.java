package io.gantry.fleet.quota;

import io.gantry.api.account.Quota;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One of the amounts of a quota. */
enum Amount {
  CONTAINERS("containers"),
  CPUS("cpus"),
  MEMORY("memoryBytes"),
  VOLUMES("volumes"),
  PUBLISHED_PORTS("publishedPorts");

  private final String field;

  Amount(String field) {
    this.field = field;
  }

  /** Its name in a quota. */
  String field() {
    return field;
  }

  @Nullable Number in(Quota quota) {
    return switch (this) {
      case CONTAINERS -> quota.containers();
      case CPUS -> quota.cpus();
      case MEMORY -> quota.memoryBytes();
      case VOLUMES -> quota.volumes();
      case PUBLISHED_PORTS -> quota.publishedPorts();
    };
  }

  boolean isLimited(Quota limits) {
    return in(limits) != null;
  }

  /** Whether there is more than the limit, and more than there was before. */
  boolean isExceeded(Quota limits, Quota before, Quota after) {
    Number limit = in(limits);
    return limit != null
        && exact(in(after)).compareTo(exact(limit)) > 0
        && exact(in(after)).compareTo(exact(in(before))) > 0;
  }

  /** What is left of the limit; absent if there is none. */
  @Nullable BigDecimal left(Quota limits, Quota used) {
    Number limit = in(limits);
    return limit == null ? null : exact(limit).subtract(exact(in(used))).max(BigDecimal.ZERO);
  }

  private static BigDecimal exact(@Nullable Number number) {
    return number == null ? BigDecimal.ZERO : new BigDecimal(number.toString());
  }
}
