package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Resources;
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

  /** The network namespaces that containers were last created with. */
  final Map<ContainerId, Path> namespaces = new HashMap<>();

  /** The roots that containers were last created with. */
  final Map<ContainerId, Path> roots = new HashMap<>();

  private final Map<ContainerId, Made> made = new HashMap<>();
  private final Map<ContainerId, Presence> presences = new HashMap<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();
  private final Map<String, Runnable> actions = new HashMap<>();
  private final Clock clock;
  private final Set<ProcessIdentity> undying = new HashSet<>();
  final FakeHealth health = new FakeHealth();
  private int nextPid = 100;

  /** Signals the process ignores. */
  final Set<Integer> ignored = new HashSet<>();

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
    called("supervisor.started " + monitor.pid());
  }

  /** The next such call fails. */
  void failOn(String call, RuntimeException failure) {
    failures.put(call, failure);
  }

  /** Something else happens during the next such call. */
  void during(String call, Runnable action) {
    actions.put(call, action);
  }

  private void called(String call) {
    calls.add(call);
    happens(call);
  }

  /** What the test wants to happen during the call. */
  private void happens(String call) {
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
    if (!losesExits) {
      exitFiles.put(id, new SeenExit(code, clock.instant()));
    }
  }

  /** Somebody deletes the container in the runtime; nobody writes how it ended. */
  void lose(ContainerId id) {
    Made lost = made.remove(id);
    alive.remove(lost.process());
    alive.remove(lost.monitor());
    presences.remove(id);
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

  @Override
  public Launched create(StoredContainer container) {
    called("runtime.create");
    ContainerConfig config = container.config();
    ContainerId id = config.id();
    NetworkAttachment network = container.record().network();
    roots.put(id, container.record().mountPoint());
    Made launched = new Made(process(), process());
    made.put(id, launched);
    presences.put(id, Presence.CREATED);
    if (network != null) {
      namespaces.put(id, network.namespace());
    }
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
    called("runtime.start");
    presences.put(id, Presence.RUNNING);
  }

  @Override
  public void kill(ContainerId id, int signal, boolean all) {
    called(all ? "runtime.kill-all" : "runtime.kill");
    exit(id, 128 + signal);
  }

  @Override
  public void pause(ContainerId id) {
    called("runtime.pause");
    frozen.add(id);
  }

  @Override
  public void resume(ContainerId id) {
    called("runtime.resume");
    frozen.remove(id);
  }

  @Override
  public void delete(ContainerId id) {
    called("runtime.delete");
    Made ended = made.remove(id);
    if (ended != null) {
      alive.remove(ended.process());
      if (!undying.contains(ended.monitor())) {
        alive.remove(ended.monitor());
      }
    }
    presences.remove(id);
  }

  @Override
  public void killAll(ContainerId id) {
    called("runtime.kill-cgroup");
    Made killed = made.get(id);
    if (killed != null) {
      alive.remove(killed.process());
    }
  }

  @Override
  public Presence presence(ContainerId id) {
    happens("runtime.presence");
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
  public void endStrayMonitors(Set<ContainerId> wanted) {
    made.keySet().stream().filter(id -> !wanted.contains(id)).forEach(strays::add);
  }

  @Override
  public void update(ContainerId id, Resources resources) {
    called("runtime.update");
  }

  @Override
  public Optional<SeenExit> find(ContainerConfig config) {
    looks++;
    happens("look for an exit");
    return Optional.ofNullable(exitFiles.get(config.id()));
  }

  @Override
  public Optional<String> memoryEvidence(ContainerConfig config) {
    return Optional.of(memoryEvidence).filter(text -> !text.isEmpty());
  }

  @Override
  public void forget(ContainerConfig config) {
    called("exits.forget");
    exitFiles.remove(config.id());
  }

  @Override
  public long active(ContainerConfig config) {
    return sessions.contains(config.id()) ? 1 : 0;
  }

  @Override
  public void end(ContainerConfig config) {
    called("sessions.end");
    sessions.remove(config.id());
  }

  @Override
  public boolean isAlive(ProcessIdentity process) {
    happens("is alive");
    return alive.contains(process);
  }

  @Override
  public boolean signal(ProcessIdentity process, int number) {
    if (!alive.contains(process)) {
      return false;
    }
    called("signal " + number);
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
    happens("await the end");
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
      called("root.create");
      stored.add(config.id());
    }

    @Override
    public Path mount(ContainerConfig config) {
      called("root.mount");
      mounted.add(config.id());
      return Path.of("/mounted", config.id().value());
    }

    @Override
    public void unmount(ContainerConfig config) {
      called("root.unmount");
      mounted.remove(config.id());
    }

    @Override
    public Path mountForRequest(ContainerConfig config) {
      called("root.mount-for-request");
      requests++;
      return Path.of("/mounted", config.id().value());
    }

    @Override
    public void unmountForRequest(ContainerConfig config, boolean force) {
      called(force ? "root.unmount-forced" : "root.unmount-for-request");
      requests--;
    }

    @Override
    public int holds(ContainerId id) {
      return requests + (mounted.contains(id) ? 1 : 0);
    }

    @Override
    public void delete(ContainerId id, boolean withVolumes) {
      called("root.delete");
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
      called("network.open");
      connected.add(config.id());
      return isCompletedLater(config) ? Optional.empty() : Optional.of(attachment(config));
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
      called("network.connect");
    }

    @Override
    public void detach(ContainerConfig config) {
      called("network.detach");
      connected.remove(config.id());
    }

    @Override
    public boolean isCompletedLater(ContainerConfig config) {
      return !config.ids().sameAsHost();
    }

    @Override
    public Optional<NetworkAttachment> complete(ContainerConfig config, ProcessIdentity process) {
      called("network.complete");
      connected.add(config.id());
      return Optional.of(attachment(config));
    }

    @Override
    public void name(ContainerConfig config, NetworkAttachment network) {
      called("network.name");
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
      called("network.change");
      return attachment(config);
    }

    @Override
    public NetworkAttachment rebuild(ContainerConfig config) {
      called("network.rebuild");
      return attachment(config);
    }

    @Override
    public void leave(ContainerConfig config) {
      called("network.leave");
    }

    @Override
    public void cleanOrphans(Set<ContainerId> known) {
      calls.add("network.clean-orphans");
      connected.retainAll(known);
    }
  }
}
