package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to read.
 *
 * @param after only those with a greater sequence, to go on after one that was read; absent is from
 *     the oldest that is kept
 * @param since only those of this moment or later
 * @param until only those before this moment; following ends then
 * @param tenant only this one's
 * @param containers only of these; empty is of all, and of none
 * @param actions only these; empty is all
 * @param follow whether to wait for what comes
 */
public record JournalQuery(
    @Nullable Long after,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable TenantId tenant,
    Set<ContainerId> containers,
    Set<String> actions,
    boolean follow) {

  /** Everything that is kept. */
  public static final JournalQuery ALL =
      new JournalQuery(null, null, null, null, Set.of(), Set.of(), false);

  public JournalQuery {
    containers = Set.copyOf(containers);
    actions = Set.copyOf(actions);
  }

  /** The same, after an event that was read. */
  public JournalQuery after(long sequence) {
    return new JournalQuery(sequence, since, until, tenant, containers, actions, follow);
  }

  /** The same for a time; either end may be absent. */
  public JournalQuery between(@Nullable Instant from, @Nullable Instant to) {
    return new JournalQuery(after, from, to, tenant, containers, actions, follow);
  }

  /** The same for one tenant. */
  public JournalQuery of(TenantId owner) {
    return new JournalQuery(after, since, until, owner, containers, actions, follow);
  }

  /** The same for some containers. */
  public JournalQuery of(Set<ContainerId> some) {
    return new JournalQuery(after, since, until, tenant, some, actions, follow);
  }

  /** The same for some actions, as {@code died}. */
  public JournalQuery actions(Set<String> some) {
    return new JournalQuery(after, since, until, tenant, containers, some, follow);
  }

  /** The same, waiting for what comes. */
  public JournalQuery following() {
    return new JournalQuery(after, since, until, tenant, containers, actions, true);
  }

  boolean wants(JournalEntry entry) {
    return (since == null || !entry.at().isBefore(since))
        && (until == null || entry.at().isBefore(until))
        && (tenant == null || tenant.equals(entry.event().tenant()))
        && (containers.isEmpty() || isOfOne(entry.event().container()))
        && (actions.isEmpty() || actions.contains(entry.event().action()));
  }

  private boolean isOfOne(@Nullable ContainerId container) {
    return container != null && containers.contains(container);
  }
}
