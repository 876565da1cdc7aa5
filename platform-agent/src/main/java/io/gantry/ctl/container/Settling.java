package io.gantry.ctl.container;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Report.Failure;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.shell.Pause;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits until what was asked for has happened on the node. A control plane that is away for a
 * moment is waited for, too.
 */
final class Settling {
  /** How long an operation may take before waiting for it is given up. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration AWAY_LIMIT = Duration.ofMinutes(1);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);

  private final Containers containers;

  Settling(Containers containers) {
    this.containers = containers;
  }

  /**
   * Waits for a run newer than the one the container had.
   *
   * @return the number of the run
   * @throws RequestFailed with the node's reason if it could not be started
   */
  long awaitStart(ContainerResource asked) {
    Status before = asked.status();
    Status status = await(asked, now -> now.run() > before.run(), now -> failedSince(before, now));
    if (status == null) {
      return before.run() + 1;
    }
    if (status.run() == before.run()) {
      throw failure(Objects.requireNonNull(status.failure()));
    }
    return status.run();
  }

  /** Waits until its node has the container. */
  void awaitNode(ContainerResource asked) {
    awaitState(asked, state -> !state.equals(Status.PENDING));
  }

  /** Waits until the container is in one of the states, or gone. */
  void awaitState(ContainerResource asked, Predicate<String> state) {
    Status before = asked.status();
    Status status = await(asked, now -> state.test(now.state()), now -> failedSince(before, now));
    if (status != null && !state.test(status.state())) {
      throw failure(Objects.requireNonNull(status.failure()));
    }
  }

  /** Waits until there is no such container any more. */
  void awaitRemoval(ContainerResource asked) {
    Status before = asked.status();
    Status status = await(asked, now -> false, now -> failedSince(before, now));
    if (status != null) {
      throw failure(Objects.requireNonNull(status.failure()));
    }
  }

  /** How a run ended; also of a container that was removed with its end. */
  ExitRecord awaitEnd(String id, long run) {
    Pause away = new Pause(AWAY_LIMIT);
    while (true) {
      Optional<ExitRecord> end = look(id, run, away);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private Optional<ExitRecord> look(String id, long run, Pause away) {
    ControlPlane controlPlane = containers.controlPlane();
    ApiPath wait =
        Containers.path(id, "wait")
            .with("condition", "exited")
            .with("run", run)
            .with("timeout", LONG_POLL);
    try {
      return Optional.of(controlPlane.get(wait, ExitRecord.class));
    } catch (RequestFailed e) {
      if (e.is(ErrorCode.TIMEOUT)) {
        return Optional.empty();
      }
      if (e.is(ErrorCode.NO_SUCH_CONTAINER) || e.is(ErrorCode.REMOVED)) {
        return Optional.of(Ledger.record(controlPlane, id, run));
      }
      if (mayComeBack(e) && away.sleep()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private @Nullable Status await(
      ContainerResource asked, Predicate<Status> reached, Predicate<Status> failed) {
    Pause pause = new Pause(LIMIT);
    do {
      try {
        Status status = containers.get(asked.id().value()).status();
        if (reached.test(status) || failed.test(status)) {
          return status;
        }
      } catch (RequestFailed e) {
        if (e.is(ErrorCode.NO_SUCH_CONTAINER)) {
          return null;
        }
        if (!mayComeBack(e)) {
          throw e;
        }
      }
    } while (pause.sleep());
    throw RequestFailed.inStream(
        ErrorCode.TIMEOUT.name(),
        "container %s did not get there within %d s; the node goes on trying"
            .formatted(asked.name(), LIMIT.toSeconds()));
  }

  private static boolean mayComeBack(RequestFailed failure) {
    return failure.isUnreachable() || failure.status() == 502 || failure.status() == 503;
  }

  private static boolean failedSince(Status before, Status now) {
    return now.failure() != null
        && !(Objects.equals(now.failure(), before.failure())
            && Objects.equals(now.asOf(), before.asOf()));
  }

  private static RequestFailed failure(Failure failure) {
    return RequestFailed.inStream(failure.code().name(), failure.message());
  }
}
