package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.Outbox;
import io.gantry.engine.state.StoredContainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what each save has made durable and told: states follow the table, runs are numbered
 * without a gap, each has one end, the end is what the host's monitor wrote down, and the events
 * are those of the save point.
 */
final class SaveCheck {
  private final Outbox outbox;
  private final FakeHost host;
  private final Function<ContainerId, @Nullable ContainerRecord> rows;
  private final Map<ContainerId, ContainerRecord> last = new HashMap<>();
  private final Map<ContainerId, Long> ended = new HashMap<>();
  private final Set<ContainerId> gone = new HashSet<>();
  private long sequence;

  /**
   * @param rows what the store has of a container
   */
  SaveCheck(Outbox outbox, FakeHost host, Function<ContainerId, @Nullable ContainerRecord> rows) {
    this.outbox = outbox;
    this.host = host;
    this.rows = rows;
  }

  /** What one save has told of one container. */
  private record Told(
      Report.ContainerStatus status, @Nullable ExitRecord exit, List<Report.Event> events) {}

  /** To be called after each save; returns whose it was. */
  List<ContainerId> saved(SavePoint point) {
    List<Told> all = read();
    int wanted = point == SavePoint.REFRESH_SAVED ? last.size() : 1;
    require(all.size() == wanted, point, "told of " + all.size());
    all.forEach(told -> check(point, told));
    return all.stream().map(told -> told.status().container()).toList();
  }

  /** Events that come with no save may come first; an exit comes before its status. */
  private List<Told> read() {
    List<Told> all = new ArrayList<>();
    ExitRecord exit = null;
    for (Report report : outbox.read(sequence, 10_000)) {
      require(report.sequence() > sequence, "sequence", report);
      sequence = report.sequence();
      if (report.exit() != null) {
        require(exit == null, "two ends in one save", report);
        exit = report.exit();
      } else if (report.status() != null) {
        all.add(new Told(report.status(), exit, new ArrayList<>()));
        exit = null;
      } else if (report.event() != null && !all.isEmpty()) {
        all.getLast().events().add(report.event());
      } else {
        require(isTold(report.event()), "told without a save", report);
      }
    }
    require(exit == null, "an end without a status", exit);
    return all;
  }

  private static boolean isTold(Report.@Nullable Event event) {
    return event != null && event.action().equals("restart");
  }

  private void check(SavePoint point, Told told) {
    ContainerId id = told.status().container();
    require(!gone.contains(id), point, "saved after its removal: " + id);
    ContainerRecord before = last.get(id);
    ContainerRecord after = rows.apply(id);
    if (before == null) {
      require(point == SavePoint.CREATE_INSERTED, point, "unknown " + id);
      require(ContainerRecord.configured().equals(after), point, after);
    } else if (told.status().removed()) {
      require(after == null && point == SavePoint.REMOVE_DELETED, point, after);
      removed(before, told);
    } else {
      changed(point, before, Objects.requireNonNull(after), told);
    }
    events(point, before, told);
    remember(id, after);
  }

  private void remember(ContainerId id, @Nullable ContainerRecord after) {
    if (after == null) {
      gone.add(id);
      last.remove(id);
    } else {
      last.put(id, after);
    }
  }

  private void removed(ContainerRecord before, Told told) {
    ContainerId id = told.status().container();
    if (told.exit() == null) {
      require(!before.openRun(), "removed while a run is open", before);
    } else {
      end(before, before.run(), told.exit());
    }
    require(runsEnded(id) == before.run(), "removed with an end missing", before);
  }

  private void changed(SavePoint point, ContainerRecord before, ContainerRecord after, Told told) {
    ContainerId id = told.status().container();
    ContainerState from = before.state();
    require(StateTable.allows(point, from, after.state()), point, from + " to " + after.state());
    require(told.status().run() == after.run(), "told another run", told.status());
    boolean opens = after.openRun() && !before.openRun();
    if (told.exit() != null) {
      end(before, after.run(), told.exit());
      require(!after.openRun(), "its run ended and is open", after);
      require(Integer.valueOf(told.exit().code()).equals(after.exitCode()), "code", after);
    } else {
      require(after.run() == before.run() + (opens ? 1 : 0), "number of the run", after);
    }
    long shouldHaveEnded = after.openRun() ? after.run() - 1 : after.run();
    require(runsEnded(id) == shouldHaveEnded, "ends recorded: " + runsEnded(id), after);
  }

  private void end(ContainerRecord before, long run, ExitRecord exit) {
    long expected = before.openRun() ? before.run() : before.run() + 1;
    require(exit.run() == expected && run == expected, "end of which run", exit);
    require(runsEnded(exit.container()) == expected - 1, "a run ended twice or never", exit);
    require(exit.duration() == null || !exit.duration().isNegative(), "lasted less than 0", exit);
    ended.put(exit.container(), expected);
    truth(before, exit);
  }

  /** The code is the monitor's, if it wrote one, and else one that says that nobody saw it. */
  private void truth(ContainerRecord before, ExitRecord exit) {
    ProcessIdentity process = before.process();
    Integer written = process == null ? null : host.written.get(process);
    boolean started = process != null && host.started.contains(process);
    boolean startFailed = exit.cause() == ExitCause.START_FAILED;
    boolean refused = startFailed && exit.code() >= 125 && exit.code() <= 127;
    if (written != null && !refused) {
      require(exit.code() == written, "the monitor wrote " + written, exit);
    } else {
      require(exit.code() == ExitRecord.UNSEEN || refused, "an invented code", exit);
    }
    require(!started || !startFailed, "its command was started", exit);
  }

  private static void events(SavePoint point, @Nullable ContainerRecord before, Told told) {
    List<String> actions = new ArrayList<>(told.events().stream().map(e -> e.action()).toList());
    if (told.exit() != null) {
      require(!actions.isEmpty() && actions.removeFirst().equals("died"), point, told.events());
      String detail = told.events().getFirst().detail();
      require(Integer.toString(told.exit().code()).equals(detail), "died with another code", told);
    }
    if (told.exit() != null && before != null && before.state() == ContainerState.STOPPING) {
      boolean stopped = !actions.isEmpty() && actions.getFirst().equals("stop");
      require(stopped || point == SavePoint.REMOVE_REMOVING, point, told.events());
      actions.remove("stop");
    }
    require(StateTable.events(point).contains(actions), point, told.events());
  }

  private long runsEnded(ContainerId id) {
    return ended.getOrDefault(id, 0L);
  }

  /** Of the newest report. */
  long sequence() {
    return sequence;
  }

  /** What a store that was opened anew says must be what was saved last. */
  void reopened(List<StoredContainer> all) {
    Map<ContainerId, ContainerRecord> found = new HashMap<>();
    all.forEach(one -> found.put(one.config().id(), one.record()));
    require(found.equals(last), "not what was saved", found);
  }

  /** Each run that was ever opened must have its one end. */
  void finished() {
    require(last.isEmpty(), "still there", last);
  }

  static void require(boolean condition, Object what, @Nullable Object found) {
    if (!condition) {
      throw new AssertionError(what + ": " + found);
    }
  }
}
