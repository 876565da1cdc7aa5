package io.gantry.engine;

import io.gantry.engine.lifecycle.Limits;
import io.gantry.engine.lifecycle.SavePoint;
import io.gantry.engine.state.ExitRetention;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where an engine lives and what it uses.
 *
 * @param home on disk: database, images, layers, containers, volumes
 * @param runDir on tmpfs: exit files, namespaces, what a reboot loses
 * @param reserveBytes disk space kept for recording ends and removals on a full disk
 * @param cgroupParent absolute path of the cgroup above all of this engine's containers
 * @param mostParked how many new containers may wait initialised for their first start; 0 is none
 * @param environment this process's, of which programs get a little
 * @param exitRetention how long acknowledged ends of runs can be told again
 * @param hookDirectories of OCI hooks; without any those of the host's packages and operator
 */
public record EngineConfig(
    Path home,
    Path runDir,
    long reserveBytes,
    String cgroupParent,
    int mostParked,
    ExitRetention exitRetention,
    Map<String, String> environment,
    Limits limits,
    SavePoint.Listener savePoints,
    List<Path> hookDirectories) {
  private static final int MOST_PARKED = 32;
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
        ExitRetention.DEFAULT,
        System.getenv(),
        Limits.DEFAULT,
        SavePoint.Listener.NONE,
        List.of());
  }

  /** The same, with somebody told of each save. */
  public EngineConfig withSavePoints(SavePoint.Listener listener) {
    return new EngineConfig(
        home,
        runDir,
        reserveBytes,
        cgroupParent,
        mostParked,
        exitRetention,
        environment,
        limits,
        listener,
        hookDirectories);
  }

  /** The same, with other limits of time. */
  public EngineConfig withLimits(Limits other) {
    return new EngineConfig(
        home,
        runDir,
        reserveBytes,
        cgroupParent,
        mostParked,
        exitRetention,
        environment,
        other,
        savePoints,
        hookDirectories);
  }

  /** The same, with OCI hooks of these directories and no others. */
  public EngineConfig withHooks(List<Path> directories) {
    return new EngineConfig(
        home,
        runDir,
        reserveBytes,
        cgroupParent,
        mostParked,
        exitRetention,
        environment,
        limits,
        savePoints,
        directories);
  }

  /** The same, with another number of containers that may wait initialised. */
  public EngineConfig withMostParked(int number) {
    return new EngineConfig(
        home,
        runDir,
        reserveBytes,
        cgroupParent,
        number,
        exitRetention,
        environment,
        limits,
        savePoints,
        hookDirectories);
  }

  /** The same, with ends of runs kept for another time. */
  public EngineConfig withExitRetention(ExitRetention retention) {
    return new EngineConfig(
        home,
        runDir,
        reserveBytes,
        cgroupParent,
        mostParked,
        retention,
        environment,
        limits,
        savePoints,
        hookDirectories);
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

  Path runtimeRoot() {
    return runDir.resolve("runc");
  }
}
