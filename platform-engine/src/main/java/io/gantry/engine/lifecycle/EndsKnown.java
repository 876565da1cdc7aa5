package io.gantry.engine.lifecycle;

import io.gantry.api.error.GantryException;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.state.StoredContainer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Up to when the end of every run is in the store. Thread-safe, takes no locks. */
final class EndsKnown {
  private static final Logger LOG = LoggerFactory.getLogger(EndsKnown.class);

  /**
   * File times are a tick behind the clock, and a monitor names its file after it has written it.
   */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final StateStore store;
  private final ExitSource exits;
  private final Clock clock;

  EndsKnown(StateStore store, ExitSource exits, Clock clock) {
    this.store = store;
    this.exits = exits;
    this.clock = clock;
  }

  /**
   * No run that ended before this instant, by the host's wall clock, is missing in the store or
   * will come later; empty if that cannot be said now. An end that a monitor has written down and
   * nobody has read holds it back.
   */
  Optional<Instant> upTo() {
    // Whatever is written down after this look has a later time.
    Instant upTo = clock.instant().minus(MARGIN);
    try {
      for (StoredContainer container : store.list()) {
        Optional<SeenExit> unread =
            container.record().openRun() ? exits.find(container.config()) : Optional.empty();
        Instant ended = unread.map(SeenExit::finishedAt).orElse(upTo);
        upTo = ended.isBefore(upTo) ? ended : upTo;
      }
      return Optional.of(upTo);
    } catch (GantryException e) {
      LOG.debug("an exit file cannot be read now", e);
      return Optional.empty();
    }
  }
}
