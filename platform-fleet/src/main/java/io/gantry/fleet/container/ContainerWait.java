package io.gantry.fleet.container;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.api.resource.ExitResource;
import io.gantry.fleet.node.Presence;
import io.gantry.persistence.container.ContainerRows;
import io.gantry.persistence.container.ContainerRows.Row;
import io.gantry.persistence.history.ExitLedger;
import io.gantry.persistence.notification.ChangeWaiter;
import io.gantry.persistence.notification.Topic;
import io.gantry.persistence.notification.Wakeups;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Waits for what becomes of a container. Each method blocks, so it is called on a thread of its
 * own; the database is read when it was notified of a change to the container, never on a timer.
 * All of them throw NO_SUCH_CONTAINER, and TIMEOUT when the time is over.
 */
@Service
public class ContainerWait {
  private final ContainerLookup lookup;
  private final ContainerRows rows;
  private final ExitLedger ledger;
  private final Presence presence;
  private final Wakeups wakeups;

  ContainerWait(
      ContainerLookup lookup,
      ContainerRows rows,
      ExitLedger ledger,
      Presence presence,
      Wakeups wakeups) {
    this.lookup = lookup;
    this.rows = rows;
    this.ledger = ledger;
    this.presence = presence;
    this.wakeups = wakeups;
  }

  /**
   * Waits until a run has ended and is in the ledger.
   *
   * @param run its number; absent is the one that runs or was asked for, else the newest that ended
   * @throws GantryException REMOVED if the container goes without such a run
   */
  @Requires(Permission.CONTAINER_READ)
  public ExitRecord untilExited(
      Caller caller, String reference, @Nullable Long run, Duration timeout)
      throws InterruptedException {
    ContainerId id = lookup.id(caller.tenant(), reference);
    long wanted = run == null ? awaitedRun(caller.tenant(), id) : run;
    return await(id, timeout, () -> exit(caller.tenant(), id, wanted));
  }

  /** Waits until the container runs; its exit counts as well, as it must have run for that. */
  @Requires(Permission.CONTAINER_READ)
  public ContainerResource untilRunning(Caller caller, String reference, Duration timeout)
      throws InterruptedException {
    ContainerId id = lookup.id(caller.tenant(), reference);
    return await(
        id,
        timeout,
        () -> {
          Row row = find(caller.tenant(), id).orElseThrow(() -> removed(id));
          return hasStarted(row) ? Optional.of(row.container()) : Optional.empty();
        });
  }

  /** Waits until the container is gone; returns how its newest run ended, if it ever ran. */
  @Requires(Permission.CONTAINER_READ)
  public Optional<ExitRecord> untilRemoved(Caller caller, String reference, Duration timeout)
      throws InterruptedException {
    ContainerId id = lookup.id(caller.tenant(), reference);
    return await(
        id,
        timeout,
        () ->
            find(caller.tenant(), id).isPresent()
                ? Optional.empty()
                : Optional.of(ledger.findNewest(caller.tenant(), id).map(ExitResource::record)));
  }

  /** The run a caller means who names none. */
  private long awaitedRun(TenantId tenant, ContainerId id) {
    Row row = lookup.row(tenant, id);
    long newest = row.container().status().run();
    return row.launchPending() || newest == 0 ? newest + 1 : newest;
  }

  private Optional<ExitRecord> exit(TenantId tenant, ContainerId id, long run) {
    Optional<ExitRecord> exit = ledger.find(tenant, id, run).map(ExitResource::record);
    if (exit.isEmpty() && find(tenant, id).isEmpty() && ledger.find(tenant, id, run).isEmpty()) {
      throw removed(id);
    }
    return exit;
  }

  private static boolean hasStarted(Row row) {
    Status status = row.container().status();
    return !row.launchPending()
        && (status.state().equals(ContainerState.RUNNING.displayName())
            || status.startedAt() != null);
  }

  private Optional<Row> find(TenantId tenant, ContainerId id) {
    return rows.find(tenant, id, presence.reachableSince());
  }

  private <T> T await(ContainerId id, Duration timeout, Supplier<Optional<T>> question)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    try (ChangeWaiter waiter = new ChangeWaiter(wakeups, Topic.container(id))) {
      Optional<T> answer = question.get();
      while (answer.isEmpty()) {
        if (!waiter.awaitChange(Duration.ofNanos(end - System.nanoTime()))) {
          throw GantryException.of(
                  ErrorCode.TIMEOUT,
                  "nothing came of container %s within %s".formatted(id.shortId(), timeout))
              .about("container", id);
        }
        answer = question.get();
      }
      return answer.get();
    }
  }

  private static GantryException removed(ContainerId id) {
    return GantryException.of(
            ErrorCode.REMOVED, "container %s was removed meanwhile".formatted(id.shortId()))
        .about("container", id);
  }
}
