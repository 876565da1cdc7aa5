package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.StopSpec;
import io.gantry.api.error.GantryException;
import io.gantry.engine.spec.Systemd;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a container on request. That it was asked for is durable before the first signal, so no
 * policy restarts what a user has stopped (STOP-14); the lock is given away while waiting (STOP-6).
 */
final class Stop {
  private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  private final EndOfRun endOfRun;
  private final Ended ended;
  private final Endings endings;

  Stop(EndOfRun endOfRun, Ended ended, Endings endings) {
    this.endOfRun = endOfRun;
    this.ended = ended;
    this.endings = endings;
  }

  /**
   * Stops it; what is stopped already is success.
   *
   * @param timeout grace before KILL; absent is the container's, else 10 s
   * @throws GantryException MONITOR_DEAD or TIMEOUT if the end was not seen and -1 was recorded
   */
  StopOutcome run(LockedContainer container, @Nullable Duration timeout, @Nullable String by) {
    ContainerState state = container.state();
    if (isOver(container)) {
      callOff(container, by);
      return new StopOutcome.AlreadyStopped(state);
    }
    Operation.STOP.require(container);
    container.save(
        SavePoint.STOP_STOPPING,
        container.change(
            fields -> fields.state(ContainerState.STOPPING).stoppedByUser(true).requestedBy(by)));
    EndOfRun.Target target = EndOfRun.Target.of(container);
    int signal = signal(container.config());
    Duration grace = grace(container.config(), timeout);
    return ended.after(container, target, () -> endOfRun.stop(target, signal, grace));
  }

  private static boolean isOver(LockedContainer container) {
    return container.state() == ContainerState.STOPPED
        || container.state() == ContainerState.EXITED
        || container.record().nextRestartAt() != null;
  }

  /** A restart that is still to come is one a user has stopped. */
  private void callOff(LockedContainer container, @Nullable String by) {
    if (container.record().nextRestartAt() == null) {
      return;
    }
    LOG.info("restart called off container={}", container.id());
    Change change =
        container.record().openRun()
            ? endings.notStarted(
                container.stored(), ExitRecord.UNSEEN, "stopped before its command was started")
            : container.change(fields -> fields);
    container.save(
        SavePoint.RESTART_PUT_OFF,
        change.with(
            change.record().toBuilder()
                .nextRestartAt(null)
                .stoppedByUser(true)
                .requestedBy(by)
                .build()));
  }

  /** The user's, else the image's, else systemd's own or TERM (STOP-18, OCISPEC-19). */
  static int signal(ContainerConfig config) {
    StopSpec stop = config.spec().stop();
    return Optional.ofNullable(stop.signal())
        .or(() -> Optional.ofNullable(config.image().config().stopSignal()))
        .or(() -> Optional.of(Systemd.STOP_SIGNAL).filter(unused -> isSystemd(config)))
        .map(Signals::number)
        .orElse(Signals.TERM);
  }

  private static Duration grace(ContainerConfig config, @Nullable Duration timeout) {
    return Optional.ofNullable(timeout)
        .or(() -> Optional.ofNullable(config.spec().stop().timeout()))
        .orElse(DEFAULT_GRACE);
  }

  private static boolean isSystemd(ContainerConfig config) {
    return Systemd.isFirstProcess(config.spec(), config.image().config());
  }
}
