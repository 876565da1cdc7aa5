package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Version 1, hybrid or not: each controller has a tree of its own.
 *
 * @param roots controller to where it is mounted; {@code name=systemd} and {@code unified} too
 */
record SeparateHierarchies(Map<String, Path> roots) implements Hierarchies {
  /** What a limit reads that is none: the largest number of whole pages. */
  private static final long NO_LIMIT = Long.MAX_VALUE - 0xffff;

  SeparateHierarchies {
    roots = Map.copyOf(roots);
  }

  @Override
  public CgroupMode mode() {
    return roots.containsKey("unified") ? CgroupMode.HYBRID : CgroupMode.V1;
  }

  @Override
  public List<Path> directories(String group) {
    return roots.values().stream().distinct().map(root -> below(root, group)).toList();
  }

  @Override
  public List<Path> monitorDirectories(String group) {
    return Stream.of("name=systemd", "unified", "memory", "pids")
        .map(roots::get)
        .filter(Objects::nonNull)
        .map(root -> below(root, group))
        .toList();
  }

  @Override
  public Optional<OomEvidence> oomEvidence(String group) {
    long kills = file("memory", group, "memory.oom_control").sumOf("oom_kill");
    return kills == 0
        ? Optional.empty()
        : Optional.of(new OomEvidence(kills, "memory.oom_control oom_kill"));
  }

  @Override
  public ContainerStats stats(String group, NetworkUsage network) {
    long memory = file("memory", group, "memory.usage_in_bytes").number().orElse(0);
    long droppable = file("memory", group, "memory.stat").sumOf("total_inactive_file");
    long limit = file("memory", group, "memory.limit_in_bytes").number().orElse(NO_LIMIT);
    ControlFile block = file("blkio", group, "blkio.throttle.io_service_bytes");
    return new ContainerStats(
        Duration.ofNanos(file("cpuacct", group, "cpuacct.usage").number().orElse(0)),
        Math.max(0, memory - droppable),
        limit >= NO_LIMIT || limit == 0 ? null : limit,
        file("pids", group, "pids.current").number().orElse(0),
        block.sumOf("Read"),
        block.sumOf("Write"),
        network);
  }

  @Override
  public Set<String> unifiedControllers() {
    Path unified = roots.get("unified");
    return unified == null
        ? Set.of()
        : new ControlFile(unified.resolve("cgroup.controllers")).words();
  }

  @Override
  public boolean has(String controller) {
    return roots.containsKey(controller);
  }

  /** The group above all has no weight itself. */
  @Override
  public boolean weighIo() {
    Path root = roots.get("blkio");
    return root != null
        && (Files.exists(root.resolve("blkio.bfq.io_serviced"))
            || Files.exists(root.resolve("blkio.weight")));
  }

  @Override
  public void limitIo(String group, IoRates rates) throws IOException {
    Path root = roots.get("blkio");
    if (root != null) {
      new SeparateIo(below(root, group)).limit(rates);
    }
  }

  @Override
  public boolean isFrozen(String group) {
    return file("freezer", group, "freezer.state").read().startsWith("FR");
  }

  private ControlFile file(String controller, String group, String name) {
    Path root = roots.get(controller);
    Path directory = root == null ? Path.of("/nonexistent") : below(root, group);
    return new ControlFile(directory.resolve(name));
  }

  private static Path below(Path root, String group) {
    return root.resolve(group.substring(1));
  }
}
