package io.gantry.engine.spec;

import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The capability sets of a process (OCISPEC-4, OCISPEC-5). Inheritable and ambient are always
 * empty: a set-user-id program or an image's file capability is the only way to more.
 *
 * @param effective permitted is the same
 */
record Capabilities(Set<Capability> bounding, Set<Capability> effective) {
  private static final String ALL = "ALL";

  Capabilities {
    bounding = Set.copyOf(bounding);
    effective = Set.copyOf(effective);
  }

  /**
   * What a container's process may have.
   *
   * @param root whether it runs as user 0; another user has only what was explicitly added
   * @param host the host's own bounding set, which nothing exceeds
   */
  static Capabilities of(SecuritySpec security, boolean root, Set<Capability> host) {
    Set<Capability> added = parse(security.addCapabilities(), host);
    Set<Capability> bounding = bounding(security, added, host);
    bounding.retainAll(host);
    Set<Capability> effective = EnumSet.noneOf(Capability.class);
    effective.addAll(bounding);
    if (!root && !security.privileged()) {
      effective.retainAll(added);
    }
    return new Capabilities(bounding, effective);
  }

  private static Set<Capability> bounding(
      SecuritySpec security, Set<Capability> added, Set<Capability> host) {
    if (security.privileged()) {
      return EnumSet.copyOf(host);
    }
    if (names(security.dropCapabilities()).contains(ALL)) {
      return parse(withoutAll(security.addCapabilities()), host);
    }
    Set<Capability> bounding = EnumSet.copyOf(Capability.DEFAULT);
    bounding.addAll(added);
    bounding.removeAll(parse(security.dropCapabilities(), host));
    return bounding;
  }

  private static Set<Capability> parse(List<String> words, Set<Capability> host) {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (String name : names(words)) {
      if (name.equals(ALL)) {
        capabilities.addAll(host);
      } else {
        capabilities.add(
            Capability.named(name)
                .orElseThrow(
                    () ->
                        GantryException.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "'%s' is not a capability: use a name like NET_ADMIN, or ALL"
                                .formatted(name))));
      }
    }
    return capabilities;
  }

  private static List<String> names(List<String> words) {
    return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
  }

  private static List<String> withoutAll(List<String> words) {
    return names(words).stream().filter(name -> !name.equals(ALL)).toList();
  }
}
