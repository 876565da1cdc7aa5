package io.gantry.fleet.replica;

import io.gantry.persistence.replica.ReplicaRows;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Knows the replicas by their ids; each has another one after every start. Thread-safe. */
@Service
public class Replicas {
  /** Three signs of life and some slack; until then a dead one is tried in vain. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);

  private final String id = UUID.randomUUID().toString();
  private final ReplicaRows rows;
  private final Clock clock;

  Replicas(ReplicaRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** The id of this one. */
  public String own() {
    return id;
  }

  /** Says that this one lives and is reached at the address, and forgets those that do not. */
  @Transactional
  public void live(URI address) {
    rows.seen(id, address.toString(), clock.instant());
    rows.deleteSeenBefore(clock.instant().minus(LONGEST_SILENCE.multipliedBy(2)));
  }

  /** This one ends. */
  @Transactional
  public void leave() {
    rows.remove(id);
  }

  /** Where another one is reached; empty if it is gone. */
  @Transactional(readOnly = true)
  public Optional<URI> address(String replica) {
    return rows.address(replica, clock.instant().minus(LONGEST_SILENCE)).map(URI::create);
  }
}
