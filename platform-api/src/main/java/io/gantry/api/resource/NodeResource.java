package io.gantry.api.resource;

import io.gantry.api.node.NodeFacts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host with an agent.
 *
 * @param lastSeenAt by the control plane's clock; absent before its first report
 * @param clockOffset how far the node's clock is ahead of the control plane's
 * @param containers number assigned to it
 */
public record NodeResource(
    String id,
    String name,
    State state,
    NodeFacts facts,
    @Nullable Instant lastSeenAt,
    @Nullable Duration clockOffset,
    long containers,
    long version) {
  /** Whether it gets containers. */
  public enum State {
    /** It does. */
    READY,
    /** Keeps what it has and gets nothing new. */
    DRAINING,
    /** Not heard of for too long; its containers may well run on. */
    LOST
  }
}
