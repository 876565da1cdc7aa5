package io.gantry.engine.state;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that becomes durable together: a container's new record, the run it opens or ends, and the
 * events to tell. The report of its status comes by itself.
 *
 * @param opensRun whether the record's run is a new one
 * @param exit the end of a run
 * @param events actions with their detail, in the order they happened
 */
public record Change(
    ContainerRecord record,
    Instant at,
    boolean opensRun,
    @Nullable ExitRecord exit,
    List<Happening> events) {

  /** An action and what else is to say of it, as {@code died} and the exit code. */
  public record Happening(String action, @Nullable String detail) {}

  public Change {
    events = List.copyOf(events);
  }

  /** A new record and nothing besides. */
  public static Change to(ContainerRecord record, Instant at) {
    return new Change(record, at, false, null, List.of());
  }

  /** The same with another record. */
  public Change with(ContainerRecord other) {
    return new Change(other, at, opensRun, exit, events);
  }

  /** The same, with the record's run as a new one. */
  public Change openingRun() {
    return new Change(record, at, true, exit, events);
  }

  /** The same, with the end of a run. */
  public Change ending(ExitRecord ended) {
    return new Change(record, at, opensRun, ended, events);
  }

  /** The same with one more event. */
  public Change telling(String action, @Nullable String detail) {
    List<Happening> more = new ArrayList<>(events);
    more.add(new Happening(action, detail));
    return new Change(record, at, opensRun, exit, more);
  }

  Report.Event event(ContainerConfig config, Happening happening) {
    return new Report.Event(config.tenant(), config.id(), happening.action(), happening.detail());
  }
}
