package io.gantry.engine.state;

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
        record.state(),
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
}
