package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a further command in a container.
 *
 * @param process while it runs
 * @param code what it returned, once it has stopped; absent then if nobody knows
 */
public record ExecRecord(
    ContainerId container,
    String id,
    State state,
    @Nullable ProcessIdentity process,
    @Nullable Integer code) {

  /** How far it is (EXEC-1). */
  public enum State {
    /** Its start was asked for. */
    CREATED,
    /** Its process runs. */
    RUNNING,
    /** It has ended. */
    STOPPED
  }
}
