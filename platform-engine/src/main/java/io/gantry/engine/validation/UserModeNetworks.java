package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Set;

/**
 * Refuses networks that are processes of an unprivileged user (RESTART-7): only a rootless engine
 * needs them, so nothing starts them again with a container.
 */
final class UserModeNetworks {
  private static final Set<String> NAMES = Set.of("slirp4netns", "pasta");

  private UserModeNetworks() {}

  /**
   * Returns if the spec names none, with options or without.
   *
   * @throws GantryException UNSUPPORTED
   */
  static void refuse(ContainerSpec spec) {
    for (String network : spec.network().networks()) {
      if (NAMES.contains(network.replaceFirst(":.*", ""))) {
        throw GantryException.of(
            ErrorCode.UNSUPPORTED,
            "'%s' is a network for rootless engines: name a bridge network, or none"
                .formatted(network));
      }
    }
  }
}
