package io.gantry.persistence.notification;

import io.gantry.persistence.notification.Topic.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Who waits for what on this replica. Thread-safe. */
@Component
public class Wakeups {
  private final ConcurrentHashMap<Topic, Set<Runnable>> waiting = new ConcurrentHashMap<>();

  Wakeups() {}

  /** Ends the waiting. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Calls the action whenever the topic may have changed, from now on. It runs on the one thread
   * that listens, so it must be quick and not block.
   */
  public Registration on(Topic topic, Runnable action) {
    Runnable own = () -> action.run();
    waiting.compute(
        topic,
        (key, actions) -> {
          Set<Runnable> all = actions == null ? ConcurrentHashMap.newKeySet() : actions;
          all.add(own);
          return all;
        });
    return () -> remove(topic, own);
  }

  private void remove(Topic topic, Runnable action) {
    waiting.computeIfPresent(
        topic,
        (key, actions) -> {
          actions.remove(action);
          return actions.isEmpty() ? null : actions;
        });
  }

  /** Wakes those a payload of {@link Notifier} is for. */
  void wake(String payload) {
    int colon = payload.indexOf(':');
    Kind kind = Kind.valueOf(payload.substring(0, colon));
    for (String key : payload.substring(colon + 1).split(",", -1)) {
      waiting.getOrDefault(new Topic(kind, key), Set.of()).forEach(Runnable::run);
    }
  }

  /** Wakes everybody: what changed while nobody listened is not known. */
  void wakeAll() {
    waiting.values().forEach(actions -> actions.forEach(Runnable::run));
  }
}
