package io.gantry.engine.state;

import io.gantry.api.container.ContainerState;
import io.gantry.api.node.Report.ContainerStatus;
import java.util.List;

/**
 * What a node tells of a container's record. Generation and launch belong to the assignment, which
 * the engine does not know.
 */
final class Statuses {
  private Statuses() {}

  static ContainerStatus of(ContainerConfig config, ContainerRecord record, boolean removed) {
    NetworkAttachment network = record.network();
    return new ContainerStatus(
        config.id(),
        0,
        0,
        removed,
        state(record),
        record.run(),
        record.exitCode(),
        record.startedAt(),
        record.finishedAt(),
        record.restartCount(),
        record.nextRestartAt(),
        record.outOfMemory(),
        config.image().id().value(),
        network == null ? List.of() : network.addresses(),
        record.health(),
        record.failure());
  }

  /** That the engine has initialised it ahead of its start is no state of a user's. */
  private static ContainerState state(ContainerRecord record) {
    return record.state() == ContainerState.CREATED && !record.openRun()
        ? ContainerState.CONFIGURED
        : record.state();
  }
}
