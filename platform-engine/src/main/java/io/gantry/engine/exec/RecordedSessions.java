package io.gantry.engine.exec;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.RunningMonitors;
import io.gantry.engine.state.ExecRecord;
import io.gantry.engine.state.ExecRecords;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are remembered: while they run, also over a restart of the engine, and for a while
 * after their end (EXEC-3, MONITOR-3). Thread-safe.
 */
public final class RecordedSessions {
  private final ExecSessions sessions;
  private final ExecRecords records;
  private final SessionRecorder recorder;
  private final SurvivingSessions survivors;
  private final Function<ContainerId, Optional<MonitorFiles>> containers;

  /**
   * Opens them; {@link #takeUp} comes next.
   *
   * @param containers finds the files of a container
   */
  public RecordedSessions(
      ExecSessions sessions,
      RunningMonitors monitors,
      ExecRecords records,
      Function<ContainerId, Optional<MonitorFiles>> containers) {
    this.sessions = sessions;
    this.records = records;
    this.recorder = new Recorder(records);
    this.survivors = new SurvivingSessions(monitors, recorder);
    this.containers = containers;
  }

  /** Starts one; see {@link ExecSessions#start(MonitorFiles, ExecSpec)}. */
  public ExecSession start(MonitorFiles container, ExecSpec spec) {
    return sessions.start(container, spec, recorder);
  }

  /**
   * Takes up what an earlier engine left, before any is started: what was about to start is undone,
   * what runs is watched, and the end of what has ended is read.
   */
  public void takeUp() {
    for (ExecRecord record : records.unfinished()) {
      if (record.state() == ExecRecord.State.CREATED) {
        directory(record).ifPresent(sessions::removeLeftover);
        records.forget(record.id());
      }
    }
    settle();
  }

  /** Forgets ends that were readable long enough, and tries again what could not be saved. */
  public void prune() {
    settle();
    records.prune();
  }

  private void settle() {
    survivors.watch(
        records.unfinished().stream()
            .filter(record -> record.state() == ExecRecord.State.RUNNING)
            .filter(record -> !sessions.watches(record.id()))
            .flatMap(record -> directory(record).stream())
            .toList());
  }

  private Optional<SessionDirectory> directory(ExecRecord record) {
    return containers
        .apply(record.container())
        .map(container -> new SessionDirectory(container, record.id()));
  }

  /**
   * Tells how far one is.
   *
   * @throws GantryException NO_SUCH_EXEC if there is none, or its end is too long ago
   */
  public ExecRecord inspect(ContainerId container, String session) {
    return records
        .find(container, session)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NO_SUCH_EXEC,
                        "there is no such command, or it ended too long ago:"
                            + " the event exec_died told its code")
                    .about("exec", session));
  }

  /** Writes to the node's store. */
  private record Recorder(ExecRecords records) implements SessionRecorder {
    @Override
    public void created(SessionDirectory session) {
      records.create(session.container().id(), session.session());
    }

    @Override
    public void undone(SessionDirectory session) {
      records.forget(session.session());
    }

    @Override
    public void running(SessionDirectory session, ProcessIdentity process) {
      records.run(session.container().id(), session.session(), process);
    }

    @Override
    public void ended(SessionDirectory session, @Nullable Integer code) {
      records.end(session.container().id(), session.session(), code);
    }
  }
}
