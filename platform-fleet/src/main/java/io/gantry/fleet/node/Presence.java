package io.gantry.fleet.node;

import io.gantry.fleet.FleetSettings;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Since when a node must have been heard of to count as reachable. */
@Component
public class Presence {
  private final Clock clock;
  private final FleetSettings settings;

  Presence(Clock clock, FleetSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  public Instant reachableSince() {
    return clock.instant().minus(settings.lostAfter());
  }
}
