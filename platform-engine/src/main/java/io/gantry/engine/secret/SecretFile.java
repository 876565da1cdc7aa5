package io.gantry.engine.secret;

import io.gantry.api.container.SecretSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.IdMaps;
import java.util.OptionalLong;

/**
 * A mounted secret with its owner as the host sees it (SECRETS-2).
 *
 * @param hostUid as the kernel's 32 bits
 * @param hostGid as the kernel's 32 bits
 */
record SecretFile(SecretSpec secret, int hostUid, int hostGid) {

  /**
   * Maps the owner.
   *
   * @throws GantryException INVALID_ARGUMENT if the container has no such id
   */
  static SecretFile of(SecretSpec secret, IdMaps maps) {
    return new SecretFile(
        secret,
        host(secret, "user", maps.hostUid(secret.uid())),
        host(secret, "group", maps.hostGid(secret.gid())));
  }

  private static int host(SecretSpec secret, String kind, OptionalLong id) {
    return (int)
        id.orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "the container's user namespace has no such " + kind + " as the secret's")
                    .about("secret", secret.name()));
  }

  /** Whether it lies in the common directory. */
  boolean isCommon() {
    String target = secret.target();
    return target == null || !target.startsWith("/");
  }
}
