package io.gantry.security.node;

import java.util.Optional;

/** Where the public keys of enrolled nodes are kept. */
public interface NodeKeys {
  /**
   * The node's public key as the JSON Web Key it enrolled with; empty if there is no such node or
   * it was removed.
   */
  Optional<String> publicKey(String nodeId);
}
