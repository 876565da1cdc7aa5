package io.gantry.agent.report;

import io.gantry.agent.assignment.Failed;
import io.gantry.agent.assignment.Progress;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.Report.Failure;
import org.jspecify.annotations.Nullable;

/** Puts together what the engine knows of a container and what the agent does. */
final class Statuses {
  private Statuses() {}

  static ContainerStatus with(Progress progress, ContainerStatus status) {
    return new ContainerStatus(
        status.container(),
        tried(progress),
        progress.launch().acted(),
        status.removed(),
        status.state(),
        status.run(),
        status.exitCode(),
        status.startedAt(),
        status.finishedAt(),
        status.restartCount(),
        status.nextRestartAt(),
        status.outOfMemory(),
        status.imageId(),
        status.addresses(),
        status.health(),
        failure(progress.failure(), status.failure()));
  }

  /** A generation that failed counts as reached as far as it could be. */
  private static long tried(Progress progress) {
    Failed failure = progress.failure();
    return failure == null
        ? progress.generation()
        : Math.max(progress.generation(), failure.generation());
  }

  private static @Nullable Failure failure(@Nullable Failed failed, @Nullable Failure engines) {
    return failed == null ? engines : new Failure(failed.code(), failed.message());
  }
}
