package io.gantry.engine;

import io.gantry.engine.image.ImageSources;
import io.gantry.engine.lifecycle.Limits;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.ExitRetention;
import io.gantry.engine.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine lives and what it uses.
 *
 * @param home on disk: database, images, layers, containers, volumes
 * @param runDir on tmpfs: exit files, namespaces, what a reboot loses
 * @param reserveBytes disk space kept for recording ends and removals on a full disk
 * @param cgroupParent absolute path of the cgroup above all of this engine's containers
 * @param mostParked how many new containers may wait initialised for their first start; 0 is none
 * @param mostSpareConnections how many connections to networks may be built ahead of the containers
 *     that will have them; 0 is none
 * @param environment this process's, of which programs get a little
 * @param exitRetention how long acknowledged ends of runs can be told again
 * @param mostEvents how many events can be read again
 * @param limits how long the engine waits for what, before it gives up
 * @param savePoints told before and after each save of a container; for tests
 * @param hookDirectories of OCI hooks; without any those of the host's packages and operator
 * @param supervisor the service manager that is told of starts
 * @param imageVolumes what containers have where their images want volumes
 * @param imageSources where images may come from, and whose
 * @param runtime the OCI runtime, a program's name or its absolute path; absent is runc, or crun
 *     where there is no runc
 */
public record EngineConfig(
    Path home,
    Path runDir,
    long reserveBytes,
    String cgroupParent,
    int mostParked,
    int mostSpareConnections,
    ExitRetention exitRetention,
    int mostEvents,
    Map<String, String> environment,
    Limits limits,
    SavePoint.Listener savePoints,
    List<Path> hookDirectories,
    Supervisor supervisor,
    ImageVolumes imageVolumes,
    ImageSources imageSources,
    @Nullable String runtime) {
  private static final int MOST_PARKED = 32;
  private static final int MOST_SPARE_CONNECTIONS = 8;
  private static final int MOST_EVENTS = 100_000;
  private static final long RESERVE_BYTES = 4L * 1024 * 1024;

  public EngineConfig {
    home = home.toAbsolutePath().normalize();
    runDir = runDir.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
    hookDirectories = List.copyOf(hookDirectories);
  }

  /** An engine in these directories with every default. */
  public static EngineConfig of(Path home, Path runDir) {
    return new EngineConfig(
        home,
        runDir,
        RESERVE_BYTES,
        "/gantry-" + Integer.toHexString(home.toAbsolutePath().normalize().hashCode()),
        MOST_PARKED,
        MOST_SPARE_CONNECTIONS,
        ExitRetention.DEFAULT,
        MOST_EVENTS,
        System.getenv(),
        Limits.DEFAULT,
        SavePoint.Listener.NONE,
        List.of(),
        Supervisor.NONE,
        ImageVolumes.VOLUME,
        ImageSources.DEFAULT,
        null);
  }

  /** The same, with somebody told of each save. */
  public EngineConfig withSavePoints(SavePoint.Listener listener) {
    return with(changes -> changes.savePoints = listener);
  }

  /** The same, with other limits of time. */
  public EngineConfig withLimits(Limits other) {
    return with(changes -> changes.limits = other);
  }

  /** The same, with OCI hooks of these directories and no others. */
  public EngineConfig withHooks(List<Path> directories) {
    return with(changes -> changes.hookDirectories = directories);
  }

  /** The same, run by this service manager. */
  public EngineConfig withSupervisor(Supervisor other) {
    return with(changes -> changes.supervisor = other);
  }

  /** The same, with something else where images want volumes. */
  public EngineConfig withImageVolumes(ImageVolumes other) {
    return with(changes -> changes.imageVolumes = other);
  }

  /** The same, with this OCI runtime: a program's name or its absolute path. */
  public EngineConfig withRuntime(String nameOrPath) {
    return with(changes -> changes.runtime = nameOrPath);
  }

  /** The same, with images from there and of those only. */
  public EngineConfig withImageSources(ImageSources other) {
    return with(changes -> changes.imageSources = other);
  }

  /** The same, with another number of containers that may wait initialised. */
  public EngineConfig withMostParked(int number) {
    return with(changes -> changes.mostParked = number);
  }

  /** The same, with another number of connections that may be built ahead. */
  public EngineConfig withMostSpareConnections(int number) {
    return with(changes -> changes.mostSpareConnections = number);
  }

  /** The same, with ends of runs kept for another time. */
  public EngineConfig withExitRetention(ExitRetention retention) {
    return with(changes -> changes.exitRetention = retention);
  }

  /** The same, with another number of events that can be read again. */
  public EngineConfig withMostEvents(int number) {
    return with(changes -> changes.mostEvents = number);
  }

  /** The same in another environment, whose PATH says where programs are. */
  public EngineConfig withEnvironment(Map<String, String> other) {
    return with(changes -> changes.environment = other);
  }

  private EngineConfig with(Consumer<Changes> change) {
    Changes changes = new Changes(this);
    change.accept(changes);
    return changes.made();
  }

  /** A config while it is changed. */
  private static final class Changes {
    private final EngineConfig before;
    private int mostParked;
    private int mostSpareConnections;
    private ExitRetention exitRetention;
    private int mostEvents;
    private Map<String, String> environment;
    private Limits limits;
    private SavePoint.Listener savePoints;
    private List<Path> hookDirectories;
    private Supervisor supervisor;
    private ImageVolumes imageVolumes;
    private ImageSources imageSources;
    private @Nullable String runtime;

    private Changes(EngineConfig before) {
      this.before = before;
      this.mostParked = before.mostParked;
      this.mostSpareConnections = before.mostSpareConnections;
      this.exitRetention = before.exitRetention;
      this.mostEvents = before.mostEvents;
      this.environment = before.environment;
      this.limits = before.limits;
      this.savePoints = before.savePoints;
      this.hookDirectories = before.hookDirectories;
      this.supervisor = before.supervisor;
      this.imageVolumes = before.imageVolumes;
      this.imageSources = before.imageSources;
      this.runtime = before.runtime;
    }

    private EngineConfig made() {
      return new EngineConfig(
          before.home,
          before.runDir,
          before.reserveBytes,
          before.cgroupParent,
          mostParked,
          mostSpareConnections,
          exitRetention,
          mostEvents,
          environment,
          limits,
          savePoints,
          hookDirectories,
          supervisor,
          imageVolumes,
          imageSources,
          runtime);
    }
  }

  Path containers() {
    return home.resolve("containers");
  }

  Path runContainers() {
    return runDir.resolve("containers");
  }

  Path exits() {
    return runDir.resolve("exits");
  }

  /** Where a runtime of that name keeps its own state. */
  Path runtimeRoot(String runtimeName) {
    return runDir.resolve(runtimeName);
  }
}
