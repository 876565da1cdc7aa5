package io.gantry.agent.client;

import java.time.Instant;

/** Makes the credential of one request. */
@FunctionalInterface
public interface RequestSigner {
  /** Value of the Authorization header, good for one use around this time. */
  String authorization(Instant now);
}
