package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Resources;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.StoredContainer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A host in memory: what exists in it, in which order it was asked for what, and which request is
 * to fail.
 */
final class FakeHost implements ContainerRuntime, ExitSource, Sessions, Processes {
  /** A container in the runtime. */
  private record Made(ProcessIdentity process, ProcessIdentity monitor) {}

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<ContainerId, SeenExit> exitFiles = new HashMap<>();
  final Set<ContainerId> mounted = new HashSet<>();
  final Set<ContainerId> connected = new HashSet<>();
  final Set<ContainerId> stored = new TreeSet<>();
  final Set<ContainerId> sessions = new HashSet<>();
  final Set<ContainerId> frozen = new HashSet<>();
  final Set<ProcessIdentity> alive = new HashSet<>();
  final List<ContainerId> strays = new ArrayList<>();

  /** The codes that monitors wrote down, by the process that ended. */
  final Map<ProcessIdentity, Integer> written = new HashMap<>();

  /** The processes whose command was started. */
  final Set<ProcessIdentity> started = new HashSet<>();

  /** The roots that containers were last created with. */
  final Map<ContainerId, Path> roots = new HashMap<>();

  private final Map<ContainerId, Made> made = new HashMap<>();
  private final Map<ContainerId, Presence> presences = new HashMap<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();
  private final Map<String, Runnable> actions = new HashMap<>();
  private final Clock clock;
  private final Set<ProcessIdentity> undying = new HashSet<>();
  private final Set<ProcessIdentity> silent = new HashSet<>();
  final FakeHealth health = new FakeHealth();
  private int nextPid = 100;

  /** Signals the process ignores. */
  final Set<Integer> ignored = new HashSet<>();

  /** Told of each call before it has any effect, and of the container it is about if it has one. */
  BiConsumer<String, @Nullable ContainerId> beforeEach = (call, id) -> {};

  /** Whether a monitor ends without writing its file. */
  boolean losesExits;

  /** Whether the runtime needs the links when it creates. */
  boolean needsLinks;

  String memoryEvidence = "";

  /** How often somebody looked for an exit file. */
  int looks;

  /** How long somebody was ready to wait for the end of a process. */
  final List<Duration> waits = new ArrayList<>();

  FakeHost(Clock clock) {
    this.clock = clock;
  }

  Rooms rooms(ContainerPods pods) {
    return new Rooms(
        new Root(), new Network(), this, this, this, this, health, pods, this::supervise);
  }

  private void supervise(ContainerId id, ProcessIdentity monitor) {
    called("supervisor.started " + monitor.pid(), null);
  }

  /** The next such call fails. */
  void failOn(String call, RuntimeException failure) {
    failures.put(call, failure);
  }

  /** Something else happens during the next such call. */
  void during(String call, Runnable action) {
    actions.put(call, action);
  }

  private void called(String call, @Nullable ContainerId id) {
    calls.add(call);
    happens(call, id);
  }

  /** What the test wants to happen during the call. */
  private void happens(String call, @Nullable ContainerId id) {
    beforeEach.accept(call, id);
    Runnable action = actions.remove(call);
    if (action != null) {
      action.run();
    }
    RuntimeException failure = failures.remove(call);
    if (failure != null) {
      throw failure;
    }
  }

  /** The container's process ends; its monitor writes the code and ends too. */
  void exit(ContainerId id, int code) {
    Made ended = made.get(id);
    alive.remove(ended.process());
    if (!undying.contains(ended.monitor())) {
      alive.remove(ended.monitor());
    }
    presences.put(id, Presence.STOPPED);
    if (!losesExits && !silent.contains(ended.monitor())) {
      written.put(ended.process(), code);
      exitFiles.put(id, new SeenExit(code, clock.instant()));
    }
  }

  /** Somebody deletes the container in the runtime; nobody writes how it ended. */
  void lose(ContainerId id) {
    Made lost = made.remove(id);
    alive.remove(lost.process());
    alive.remove(lost.monitor());
    presences.remove(id);
    frozen.remove(id);
  }

  /** Somebody else changes the container in the runtime. */
  void becomes(ContainerId id, Presence presence) {
    presences.put(id, presence);
  }

  /** The monitor goes on although its container has ended. */
  void monitorSurvives(ContainerId id) {
    undying.add(made.get(id).monitor());
    alive.add(made.get(id).monitor());
  }

  /** The monitor is killed; the container goes on. */
  void killMonitor(ContainerId id) {
    alive.remove(made.get(id).monitor());
  }

  /** The monitor is killed and writes nothing more; the container goes on. */
  void silenceMonitor(ContainerId id) {
    killMonitor(id);
    silent.add(made.get(id).monitor());
  }

  /** Whether the container is in the runtime. */
  boolean has(ContainerId id) {
    return made.containsKey(id);
  }

  /** Whether the container's process is there. */
  boolean lives(ContainerId id) {
    Made container = made.get(id);
    return container != null && alive.contains(container.process());
  }

  /** The host starts again: processes and mounts are gone, what monitors wrote down is kept. */
  void reboot() {
    made.clear();
    presences.clear();
    alive.clear();
    mounted.clear();
    frozen.clear();
  }

  @Override
  public Launched create(StoredContainer container) {
    ContainerConfig config = container.config();
    ContainerId id = config.id();
    called("runtime.create", id);
    roots.put(id, container.record().mountPoint());
    if (made.containsKey(id)) {
      throw GantryException.of(ErrorCode.RUNTIME, "the runtime has a container of that id");
    }
    Made launched = new Made(process(), process());
    made.put(id, launched);
    presences.put(id, Presence.CREATED);
    return new Launched(
        launched.process(), launched.monitor(), config.staticDir().resolve("config.json"));
  }

  private ProcessIdentity process() {
    ProcessIdentity process = new ProcessIdentity(nextPid++, 1);
    alive.add(process);
    return process;
  }

  @Override
  public boolean needsLinks(ContainerConfig config) {
    return needsLinks;
  }

  @Override
  public void start(ContainerId id) {
    called("runtime.start", id);
    Made waiting = made.get(id);
    if (waiting == null || !alive.contains(waiting.process())) {
      throw GantryException.of(ErrorCode.RUNTIME, "the container's process is gone");
    }
    started.add(waiting.process());
    presences.put(id, Presence.RUNNING);
  }

  @Override
  public void kill(ContainerId id, int signal, boolean all) {
    called(all ? "runtime.kill-all" : "runtime.kill", id);
    exit(id, 128 + signal);
  }

  @Override
  public void pause(ContainerId id) {
    called("runtime.pause", id);
    frozen.add(id);
    presences.put(id, Presence.PAUSED);
  }

  @Override
  public void resume(ContainerId id) {
    called("runtime.resume", id);
    frozen.remove(id);
    presences.computeIfPresent(
        id, (known, before) -> before == Presence.PAUSED ? Presence.RUNNING : before);
  }

  @Override
  public void delete(ContainerId id) {
    called("runtime.delete", id);
    Made ended = made.remove(id);
    if (ended != null) {
      alive.remove(ended.process());
      if (!undying.contains(ended.monitor())) {
        alive.remove(ended.monitor());
      }
    }
    presences.remove(id);
    frozen.remove(id);
  }

  @Override
  public void killAll(ContainerId id) {
    called("runtime.kill-cgroup", id);
    Made killed = made.get(id);
    if (killed != null) {
      alive.remove(killed.process());
    }
  }

  @Override
  public Presence presence(ContainerId id) {
    happens("runtime.presence", id);
    return presences.getOrDefault(id, Presence.ABSENT);
  }

  @Override
  public boolean isFrozen(ContainerId id) {
    return frozen.contains(id);
  }

  @Override
  public Set<ContainerId> known() {
    return Set.copyOf(presences.keySet());
  }

  @Override
  public boolean knows(ContainerId id) {
    return presences.containsKey(id);
  }

  @Override
  public void cleanOrphans(Set<ContainerId> known) {
    calls.add("exits.clean-orphans");
    exitFiles.keySet().retainAll(known);
  }

  @Override
  public void endStrayMonitors(Set<ContainerId> wanted) {
    made.keySet().stream().filter(id -> !wanted.contains(id)).forEach(strays::add);
  }

  @Override
  public void awaitCheckpoint(ContainerId id) {
    called("runtime.await-checkpoint", id);
  }

  /** Processes that were written to the disk are brought back and run. */
  Launched restore(ContainerConfig config) {
    called("runtime.restore", config.id());
    Made container = new Made(process(), process());
    made.put(config.id(), container);
    presences.put(config.id(), Presence.RUNNING);
    return new Launched(
        container.process(), container.monitor(), config.staticDir().resolve("config.json"));
  }

  @Override
  public void update(ContainerId id, Resources resources) {
    called("runtime.update", id);
  }

  @Override
  public Optional<SeenExit> find(ContainerConfig config) {
    looks++;
    happens("look for an exit", config.id());
    return Optional.ofNullable(exitFiles.get(config.id()));
  }

  @Override
  public Optional<String> memoryEvidence(ContainerConfig config) {
    return Optional.of(memoryEvidence).filter(text -> !text.isEmpty());
  }

  @Override
  public void forget(ContainerConfig config) {
    called("exits.forget", config.id());
    exitFiles.remove(config.id());
  }

  @Override
  public long active(ContainerConfig config) {
    return sessions.contains(config.id()) ? 1 : 0;
  }

  @Override
  public void end(ContainerConfig config) {
    called("sessions.end", config.id());
    sessions.remove(config.id());
  }

  @Override
  public boolean isAlive(ProcessIdentity process) {
    happens("is alive", null);
    return alive.contains(process);
  }

  @Override
  public boolean signal(ProcessIdentity process, int number) {
    if (!alive.contains(process)) {
      return false;
    }
    called("signal " + number, null);
    if (undying.contains(process) && number == Signals.KILL) {
      alive.remove(process);
    }
    made.forEach(
        (id, container) -> {
          if (container.process().equals(process)
              && !ignored.contains(number)
              && (number == Signals.KILL || number == Signals.TERM)) {
            exit(id, 128 + number);
          } else if (container.monitor().equals(process) && number == Signals.KILL) {
            alive.remove(process);
          }
        });
    return true;
  }

  @Override
  public boolean awaitEnd(ProcessIdentity process, Duration limit) {
    waits.add(limit);
    happens("await the end", null);
    return !alive.contains(process);
  }

  /** Its directories. */
  private final class Root implements ContainerRoot {
    private int requests;

    @Override
    public void cleanOrphans(Set<ContainerId> known) {
      calls.add("root.clean-orphans");
    }

    @Override
    public void create(ContainerConfig config) {
      called("root.create", config.id());
      stored.add(config.id());
    }

    @Override
    public Path mount(ContainerConfig config) {
      called("root.mount", config.id());
      mounted.add(config.id());
      return Path.of("/mounted", config.id().value());
    }

    @Override
    public void unmount(ContainerConfig config) {
      called("root.unmount", config.id());
      mounted.remove(config.id());
    }

    @Override
    public Path mountForRequest(ContainerConfig config) {
      called("root.mount-for-request", config.id());
      requests++;
      return Path.of("/mounted", config.id().value());
    }

    @Override
    public void unmountForRequest(ContainerConfig config, boolean force) {
      called(force ? "root.unmount-forced" : "root.unmount-for-request", config.id());
      requests--;
    }

    @Override
    public void discardCheckpoint(ContainerConfig config) {
      called("root.discard-checkpoint", config.id());
    }

    @Override
    public int holds(ContainerId id) {
      return requests + (mounted.contains(id) ? 1 : 0);
    }

    @Override
    public void delete(ContainerId id, boolean withVolumes) {
      called("root.delete", id);
      mounted.remove(id);
      stored.remove(id);
    }

    @Override
    public Set<ContainerId> known() {
      return Set.copyOf(stored);
    }
  }

  /** Its network. */
  private final class Network implements ContainerNetwork {
    @Override
    public Optional<NetworkAttachment> open(ContainerConfig config) {
      called("network.open", config.id());
      connected.add(config.id());
      return isCompletedLater(config) ? Optional.empty() : Optional.of(attachment(config));
    }

    @Override
    public Optional<NetworkAttachment> openAgain(ContainerConfig config, NetworkAttachment before) {
      called("network.open-again", config.id());
      connected.add(config.id());
      return Optional.of(before);
    }

    private NetworkAttachment attachment(ContainerConfig config) {
      return new NetworkAttachment(
          Path.of("/netns", config.id().value()),
          List.of(
              new NetworkAttachment.Interface(
                  "default",
                  "eth0",
                  "02:00:00:00:00:01",
                  List.of("10.89.0.2/24"),
                  List.of("10.89.0.1"))),
          List.of());
    }

    @Override
    public void connect(ContainerConfig config) {
      called("network.connect", config.id());
    }

    @Override
    public void detach(ContainerConfig config) {
      called("network.detach", config.id());
      connected.remove(config.id());
    }

    @Override
    public boolean isCompletedLater(ContainerConfig config) {
      return !config.ids().sameAsHost();
    }

    @Override
    public Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process) {
      called("network.complete", config.id());
      connected.add(config.id());
      return Optional.of(attachment(config));
    }

    @Override
    public void name(ContainerConfig config, NetworkAttachment network) {
      called("network.name", config.id());
    }

    @Override
    public List<String> with(ContainerConfig config, String network) {
      return List.of("default", network);
    }

    @Override
    public List<String> without(ContainerConfig config, String network) {
      return List.of("default");
    }

    @Override
    public NetworkAttachment change(ContainerConfig config) {
      called("network.change", config.id());
      return attachment(config);
    }

    @Override
    public NetworkAttachment rebuild(ContainerConfig config) {
      called("network.rebuild", config.id());
      return attachment(config);
    }

    @Override
    public void leave(ContainerConfig config) {
      called("network.leave", config.id());
    }

    @Override
    public void cleanOrphans(Set<ContainerId> known) {
      calls.add("network.clean-orphans");
      connected.retainAll(known);
    }
  }
}
