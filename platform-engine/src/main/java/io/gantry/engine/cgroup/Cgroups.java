package io.gantry.engine.cgroup;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.Resources;
import io.gantry.api.pod.PodId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of one engine's containers. The runtime makes and deletes them; this reads
 * them, and clears away what a killed runtime left. Thread-safe.
 */
public final class Cgroups {
  /** Parent of all groups of an engine, unless it is told another. */
  public static final String PARENT = "/gantry";

  private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
  private static final Pattern OF_CONTAINER = Pattern.compile("gantry-([0-9a-f]{64})");
  private static final Pattern OF_POD = Pattern.compile("gantry-pod-([0-9a-f]{64})");

  private final @Nullable Hierarchies hierarchies;
  private final String parent;
  private final Function<ContainerId, Optional<PodId>> podOf;

  private Cgroups(
      @Nullable Hierarchies hierarchies,
      String parent,
      Function<ContainerId, Optional<PodId>> podOf) {
    this.hierarchies = hierarchies;
    this.parent = parent;
    this.podOf = podOf;
  }

  /**
   * Looks at the host.
   *
   * @param parent absolute path of the group that holds all others, as {@link #PARENT}
   * @param podOf the pod of a container that is known
   */
  public static Cgroups detect(String parent, Function<ContainerId, Optional<PodId>> podOf)
      throws IOException {
    return new Cgroups(MountedHierarchies.detect().orElse(null), parent, podOf);
  }

  /** Those of a host that has none: every container lacks a group. */
  public static Cgroups none() {
    return new Cgroups(null, PARENT, id -> Optional.empty());
  }

  public CgroupMode mode() {
    return hierarchies == null ? CgroupMode.NONE : hierarchies.mode();
  }

  /** The controllers of version 2: on a hybrid host those that are not of version 1. */
  public Set<String> unifiedControllers() {
    return hierarchies == null ? Set.of() : hierarchies.unifiedControllers();
  }

  /** The path of a container's group for its runtime spec: in its pod's, if any (OCISPEC-9). */
  public String pathOf(ContainerId id) {
    return podOf.apply(id).map(this::pathOf).orElse(parent) + "/gantry-" + id;
  }

  private String pathOf(PodId pod) {
    return parent + "/gantry-pod-" + pod;
  }

  /**
   * Whether the kernel killed processes of the container for memory; to be asked before the runtime
   * deletes the container. The monitor does not see it on every kernel.
   */
  public Optional<OomEvidence> oomEvidence(ContainerId id) {
    return hierarchies == null ? Optional.empty() : hierarchies.oomEvidence(pathOf(id));
  }

  /**
   * What the container uses.
   *
   * @param pid its first process, whose network counts
   */
  public Optional<ContainerStats> stats(ContainerId id, int pid) {
    return hierarchies == null
        ? Optional.empty()
        : Optional.of(hierarchies.stats(pathOf(id), NetworkUsage.of(pid)));
  }

  /**
   * Returns if the host can limit what is to be limited.
   *
   * @throws io.gantry.api.error.GantryException UNSUPPORTED naming the limit and what is missing
   */
  public void require(Resources resources) {
    NeededControllers.require(
        resources, mode(), hierarchies == null ? new SeparateHierarchies(Map.of()) : hierarchies);
  }

  /** Sets a container's limits of block devices, and takes all others away. */
  public void limitIo(ContainerId id, IoRates rates) throws IOException {
    if (hierarchies != null) {
      hierarchies.limitIo(pathOf(id), rates);
    }
  }

  /** Whether the container's processes are frozen now. */
  public boolean isFrozen(ContainerId id) {
    return hierarchies != null && hierarchies.isFrozen(pathOf(id));
  }

  /** Moves a monitor out of the group of the engine, whose end it must outlive (MONITOR-9). */
  public void adoptMonitor(int pid) {
    if (hierarchies == null) {
      return;
    }
    try {
      for (Path directory : hierarchies.monitorDirectories(parent + "/conmon")) {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("cgroup.procs"), Integer.toString(pid));
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("pid", pid).setCause(e).log("a monitor keeps the engine's cgroup");
    }
  }

  /** Whether a container has a group. */
  public boolean knows(ContainerId id) {
    return !directories(pathOf(id)).isEmpty();
  }

  /** Containers that have a group, known to the engine or not. */
  public SortedSet<ContainerId> containers() throws IOException {
    SortedSet<ContainerId> found = new TreeSet<>();
    ids(parent, OF_CONTAINER).forEach(id -> found.add(new ContainerId(id)));
    for (PodId pod : pods()) {
      ids(pathOf(pod), OF_CONTAINER).forEach(id -> found.add(new ContainerId(id)));
    }
    return found;
  }

  /** Pods that have a group, known to the engine or not. */
  public Set<PodId> pods() throws IOException {
    return ids(parent, OF_POD).stream().map(PodId::new).collect(Collectors.toSet());
  }

  private Set<String> ids(String group, Pattern names) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path directory : directories(group)) {
      try (Stream<Path> children = Files.list(directory)) {
        children
            .map(child -> names.matcher(child.getFileName().toString()))
            .filter(Matcher::matches)
            .forEach(name -> found.add(name.group(1)));
      } catch (NoSuchFileException e) {
        // A pod's group that was removed meanwhile.
      }
    }
    return found;
  }

  /**
   * Kills all processes of a container's group and removes it; one that is gone is success. Which
   * pod an unknown container was in only its group tells.
   */
  public void remove(ContainerId id) throws IOException {
    CgroupRemoval.remove(directories(pathOf(id)));
    if (podOf.apply(id).isEmpty()) {
      for (PodId pod : pods()) {
        CgroupRemoval.remove(directories(pathOf(pod) + "/gantry-" + id));
      }
    }
  }

  /** Kills all processes of a pod's group and removes it; one that is gone is success (POD-10). */
  public void remove(PodId pod) throws IOException {
    CgroupRemoval.remove(directories(pathOf(pod)));
  }

  /** Removes the groups of all containers and of their monitors, which must have ended. */
  public void purge() throws IOException {
    CgroupRemoval.remove(directories(parent));
  }

  private List<Path> directories(String group) {
    return hierarchies == null
        ? List.of()
        : hierarchies.directories(group).stream().filter(Files::isDirectory).toList();
  }
}
