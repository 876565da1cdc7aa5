package io.gantry.engine.network;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.ContainerConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections built ahead, for containers to come: building one takes as long as the runtime needs
 * to create a container. A network that was just used gets a few; they go when it is not used for a
 * while. They are stored like those of containers, under ids of their own that no container has, so
 * whatever opens the node next takes down what a crash leaves of them. Thread-safe.
 */
final class Spares implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
  private static final int MOST_OF_A_NETWORK = 2;

  /** So that building them does not slow the start that made them wanted. */
  private static final Duration DELAY = Duration.ofMillis(150);

  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Connections connections;
  private final SecureRandom random;
  private final int most;
  private final ScheduledThreadPoolExecutor builder;

  /** Held while one is built or taken down, which takes long. */
  private final ReentrantLock working = new ReentrantLock();

  private final Set<ContainerId> known = ConcurrentHashMap.newKeySet();
  private final Map<ContainerId, Spare> given = new ConcurrentHashMap<>();
  private final Map<Long, SparesOfNetwork> networks = new HashMap<>();

  /**
   * @param most how many may wait on this node; 0 is none
   */
  Spares(Connections connections, SecureRandom random, int most) {
    this.connections = connections;
    this.random = random;
    this.most = most;
    this.builder =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("spare-connections").factory());
    builder.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Gives the container one that waits in this network, if there is any. It is to be finished. */
  Optional<Attachment> give(ContainerConfig config, Network network) {
    return poll(network).flatMap(spare -> handOver(spare, config));
  }

  private synchronized Optional<Spare> poll(Network network) {
    return Optional.ofNullable(networks.get(network.number())).map(spares -> spares.waiting.poll());
  }

  private Optional<Attachment> handOver(Spare spare, ContainerConfig config) {
    try {
      Attachment attachment =
          connections.handOver(
              spare.id(), config.id(), request -> NetavarkRequest.named(request, config));
      given.put(config.id(), spare);
      known.remove(spare.id());
      return Optional.of(attachment);
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("container", config.id()).setCause(e).log("a spare is of no use");
      connections.detach(config.id());
      takeDown(spare);
      return Optional.empty();
    }
  }

  /** The one a container was given, if the caller is the first who asks: it finishes it. */
  Optional<Spare> unfinished(ContainerId container) {
    return Optional.ofNullable(given.remove(container));
  }

  /** The ids of those that wait, which are no orphans. */
  Set<ContainerId> known() {
    return Set.copyOf(known);
  }

  /** Has some built, soon, since the network is used. */
  synchronized void used(Network network) {
    if (most == 0) {
      return;
    }
    SparesOfNetwork spares =
        networks.computeIfAbsent(network.number(), number -> new SparesOfNetwork());
    spares.lastUse = System.nanoTime();
    if (!spares.due) {
      spares.due = later(DELAY, () -> fill(network));
    }
    if (!spares.watched) {
      spares.watched = later(IDLE, () -> dropIfIdle(network));
    }
  }

  private boolean later(Duration delay, Runnable work) {
    try {
      var unused = builder.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  private void fill(Network network) {
    working.lock();
    try {
      while (isWanted(network)) {
        build(new Spare(ContainerId.random(random), network));
      }
    } catch (GantryException e) {
      LOG.atDebug().addKeyValue("network", network.label()).setCause(e).log("no spare was built");
    } finally {
      working.unlock();
    }
  }

  private synchronized boolean isWanted(Network network) {
    SparesOfNetwork spares = networks.get(network.number());
    if (spares == null) {
      return false;
    }
    spares.due = false;
    int all = networks.values().stream().mapToInt(every -> every.waiting.size()).sum();
    return spares.waiting.size() < MOST_OF_A_NETWORK && all < most && !builder.isShutdown();
  }

  private void build(Spare spare) {
    known.add(spare.id());
    try {
      Attachment unused = connections.open(spare.id(), List.of(spare.place()), spare::request);
      connections.connect(spare.id());
    } catch (GantryException e) {
      takeDown(spare);
      throw e;
    }
    synchronized (this) {
      networks
          .computeIfAbsent(spare.network().number(), number -> new SparesOfNetwork())
          .waiting
          .add(spare);
    }
  }

  private void dropIfIdle(Network network) {
    synchronized (this) {
      SparesOfNetwork spares = networks.get(network.number());
      if (spares == null) {
        return;
      }
      Duration left = IDLE.minusNanos(System.nanoTime() - spares.lastUse);
      if (left.isPositive()) {
        spares.watched = later(left, () -> dropIfIdle(network));
        return;
      }
    }
    boolean unused = drop(network.number());
  }

  /**
   * Takes down those of a network, and builds none until it is used again.
   *
   * @return whether there were any
   */
  boolean drop(long network) {
    working.lock();
    try {
      List<Spare> dropped = forget(network);
      dropped.forEach(this::takeDown);
      return !dropped.isEmpty();
    } finally {
      working.unlock();
    }
  }

  /**
   * Does something once those of these networks are gone, and before any is built again; empty, and
   * nothing is done, if there were none.
   */
  <T> Optional<T> instead(List<Network> of, Supplier<T> work) {
    working.lock();
    try {
      long dropped = of.stream().filter(network -> drop(network.number())).count();
      return dropped == 0 ? Optional.empty() : Optional.of(work.get());
    } finally {
      working.unlock();
    }
  }

  private synchronized List<Spare> forget(long network) {
    SparesOfNetwork spares = networks.remove(network);
    return spares == null ? List.of() : List.copyOf(spares.waiting);
  }

  private void takeDown(Spare spare) {
    Orphans.quietly(spare.network().label(), () -> connections.detach(spare.id()));
    known.remove(spare.id());
  }

  /** Takes all down. */
  void drop() {
    List<Long> all;
    synchronized (this) {
      all = List.copyOf(networks.keySet());
    }
    all.forEach(this::drop);
  }

  /** Takes all down and builds none any more. */
  @Override
  public void close() {
    builder.shutdown();
    drop();
  }

  /** What is known of one network; the monitor of the whole guards it. */
  private static final class SparesOfNetwork {
    private final Queue<Spare> waiting = new ArrayDeque<>();
    private long lastUse;

    /** Whether building is due, or looking whether it is still used. */
    private boolean due;

    private boolean watched;
  }
}
