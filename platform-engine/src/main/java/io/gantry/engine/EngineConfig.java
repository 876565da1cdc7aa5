package io.gantry.engine;

import io.gantry.engine.lifecycle.Limits;
import io.gantry.engine.lifecycle.SavePoint;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where an engine lives and what it uses.
 *
 * @param home on disk: database, images, layers, containers, volumes
 * @param runDir on tmpfs: exit files, namespaces, what a reboot loses
 * @param reserveBytes disk space kept for recording ends and removals on a full disk
 * @param cgroupParent absolute path of the cgroup above all of this engine's containers
 * @param environment this process's, of which programs get a little
 */
public record EngineConfig(
    Path home,
    Path runDir,
    long reserveBytes,
    String cgroupParent,
    Map<String, String> environment,
    Limits limits,
    SavePoint.Listener savePoints) {
  private static final long RESERVE_BYTES = 4L * 1024 * 1024;

  public EngineConfig {
    home = home.toAbsolutePath().normalize();
    runDir = runDir.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
  }

  /** An engine in these directories with every default. */
  public static EngineConfig of(Path home, Path runDir) {
    return new EngineConfig(
        home,
        runDir,
        RESERVE_BYTES,
        "/gantry-" + Integer.toHexString(home.toAbsolutePath().normalize().hashCode()),
        System.getenv(),
        Limits.DEFAULT,
        SavePoint.Listener.NONE);
  }

  /** The same, with somebody told of each save. */
  public EngineConfig withSavePoints(SavePoint.Listener listener) {
    return new EngineConfig(
        home, runDir, reserveBytes, cgroupParent, environment, limits, listener);
  }

  /** The same, with other limits of time. */
  public EngineConfig withLimits(Limits other) {
    return new EngineConfig(
        home, runDir, reserveBytes, cgroupParent, environment, other, savePoints);
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
