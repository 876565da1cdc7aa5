package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Version 2: one directory has the files of all controllers. */
record UnifiedHierarchy(Path root) implements Hierarchies {
  @Override
  public CgroupMode mode() {
    return CgroupMode.V2;
  }

  @Override
  public List<Path> directories(String group) {
    return List.of(directory(group));
  }

  @Override
  public List<Path> monitorDirectories(String group) {
    return directories(group);
  }

  @Override
  public Optional<OomEvidence> oomEvidence(String group) {
    long kills = file(group, "memory.events").sumOf("oom_kill");
    return kills == 0
        ? Optional.empty()
        : Optional.of(new OomEvidence(kills, "memory.events oom_kill"));
  }

  @Override
  public ContainerStats stats(String group, NetworkUsage network) {
    long memory = file(group, "memory.current").number().orElse(0);
    long droppable = file(group, "memory.stat").sumOf("inactive_file");
    OptionalLong limit = file(group, "memory.max").number();
    return new ContainerStats(
        Duration.of(file(group, "cpu.stat").sumOf("usage_usec"), ChronoUnit.MICROS),
        Math.max(0, memory - droppable),
        limit.isPresent() ? limit.getAsLong() : null,
        file(group, "pids.current").number().orElse(0),
        file(group, "io.stat").sumOf("rbytes"),
        file(group, "io.stat").sumOf("wbytes"),
        network);
  }

  @Override
  public Set<String> unifiedControllers() {
    return new ControlFile(root.resolve("cgroup.controllers")).words();
  }

  @Override
  public boolean has(String controller) {
    return unifiedControllers().contains(controller);
  }

  /** Its controller comes with weights, BFQ's or the kernel's own. */
  @Override
  public boolean weighIo() {
    return has("io");
  }

  @Override
  public void limitIo(String group, IoRates rates) throws IOException {
    if (has("io")) {
      new UnifiedIo(directory(group)).limit(rates);
    }
  }

  @Override
  public boolean isFrozen(String group) {
    return file(group, "cgroup.freeze").number().orElse(0) == 1;
  }

  private Path directory(String group) {
    return root.resolve(group.substring(1));
  }

  private ControlFile file(String group, String name) {
    return new ControlFile(directory(group).resolve(name));
  }
}
