package io.gantry.engine.runtime;

/**
 * What the runtime says about a container (OCISPEC-20).
 *
 * @param pid of its first process; 0 once it ended
 */
public record RuntimeState(Status status, int pid) {
  /** The runtime's own states; they are not those of {@code ContainerState}. */
  public enum Status {
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED
  }
}
