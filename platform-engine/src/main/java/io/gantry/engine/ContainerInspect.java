package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import java.util.Optional;

/** A container as it was created, and as it is. */
public record ContainerInspect(ContainerConfig config, ContainerRecord record) {
  /** Its id, which no other container ever has. */
  public ContainerId id() {
    return config.id();
  }

  /** Its running process's number, if it has one. */
  public Optional<Integer> pid() {
    return Optional.ofNullable(record.process()).map(process -> process.pid());
  }
}
