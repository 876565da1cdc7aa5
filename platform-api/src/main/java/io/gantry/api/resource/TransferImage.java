package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * A pull from or push to a registry.
 *
 * @param node name or id of the node that does it; absent lets the fleet choose
 * @param username of the registry; absent is without login
 */
public record TransferImage(
    String reference, @Nullable String node, @Nullable String username, @Nullable String password) {
  /** Never with the password. */
  @Override
  public String toString() {
    return "transfer of " + reference;
  }
}
