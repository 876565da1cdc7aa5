package io.gantry.engine.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the files of a group are, by the host's arrangement. */
sealed interface Hierarchies extends NeededControllers.Controllers
    permits SeparateHierarchies, UnifiedHierarchy {
  CgroupMode mode();

  /** The group's directory in each hierarchy, existing or not. */
  List<Path> directories(String group);

  /** Where a monitor is moved to, so that it outlives the service of the engine. */
  List<Path> monitorDirectories(String group);

  Optional<OomEvidence> oomEvidence(String group);

  /** The controllers that are those of version 2. */
  Set<String> unifiedControllers();

  boolean isFrozen(String group);

  /** Sets limits of block devices and takes all others away. */
  void limitIo(String group, IoRates rates) throws IOException;

  ContainerStats stats(String group, NetworkUsage network);
}
