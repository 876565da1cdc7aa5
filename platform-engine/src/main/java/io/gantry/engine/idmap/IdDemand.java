package io.gantry.engine.idmap;

import io.gantry.api.container.ContainerSpec;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How many ids a container needs (IDMAP-3). */
final class IdDemand {
  private static final long CUSTOMARY = 1L << 16;

  private IdDemand() {}

  /** As many as asked for, else the customary number, but enough for its user and its accounts. */
  static long of(ContainerSpec spec, String user) {
    Long asked = spec.namespaces().users().size();
    return LongStream.of(
            asked == null ? CUSTOMARY : asked,
            ofUser(user),
            AccountOverrides.of(spec).greatestId() + 1)
        .max()
        .orElse(CUSTOMARY);
  }

  /** One more than the greatest number in {@code uid:gid}; a name counts as 0. */
  static long ofUser(String user) {
    return 1 + Stream.of(user.split(":", -1)).mapToLong(IdDemand::number).max().orElse(0);
  }

  private static long number(String part) {
    return part.matches("\\d{1,10}") ? Long.parseLong(part) : 0;
  }
}
