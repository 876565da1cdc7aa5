package io.gantry.api.node;

import org.jspecify.annotations.Nullable;

/**
 * How a host becomes a node.
 *
 * @param token the one-time token an operator made
 * @param publicKey JSON Web Key (EC P-256) of the pair made on the node; the private half never
 *     leaves it
 * @param name the name wished for; absent is the host's
 */
public record Enrolment(String token, String publicKey, @Nullable String name, NodeFacts facts) {
  /**
   * The node's identity. It signs a JWT (ES256, subject the node's id, at most 2 minutes) for each
   * request.
   */
  public record Enrolled(String nodeId, String name) {}
}
