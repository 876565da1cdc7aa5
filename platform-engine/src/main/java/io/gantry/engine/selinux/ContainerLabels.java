package io.gantry.engine.selinux;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.engine.state.ContainerConfig;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The labels a container is given: its own categories keep its files from other containers. They
 * come from its id, so they are the same at every start and need not be stored.
 *
 * @param process of its processes; empty if they are not confined
 * @param mount of its files
 */
public record ContainerLabels(String process, String mount) {
  private static final Label PROCESS = new Label("system_u", "system_r", "container_t", "s0");
  private static final Label FILES = new Label("system_u", "object_r", "container_file_t", "s0");
  private static final int CATEGORIES = 1024;

  /** Pairs are customary; with four, two of a node's containers have the same in no real case. */
  private static final int OWN_CATEGORIES = 4;

  private static final int HEX_DIGITS = 5;

  /**
   * Those of a container; a privileged one, or one in the host's IPC or processes, is free. Who
   * joins the IPC or processes of another is in its categories.
   */
  public static ContainerLabels of(ContainerConfig config) {
    ContainerSpec spec = config.spec();
    String level = "s0:" + categories(owner(config));
    boolean confined =
        !spec.security().privileged() && !spec.security().hostIpc() && !spec.security().hostPid();
    return new ContainerLabels(
        confined ? PROCESS.withLevel(level).toString() : "", FILES.withLevel(level).toString());
  }

  /** What every container may use: the label of volumes and of paths mounted with {@code z}. */
  public static String shared() {
    return FILES.toString();
  }

  private static ContainerId owner(ContainerConfig config) {
    return Stream.of(config.sharing().ipc(), config.sharing().pid())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(config.id());
  }

  private static String categories(ContainerId id) {
    SortedSet<Integer> own = new TreeSet<>();
    for (int i = 0; i < OWN_CATEGORIES; i++) {
      int category = Integer.parseInt(id.value(), i * HEX_DIGITS, (i + 1) * HEX_DIGITS, 16);
      while (!own.add(category % CATEGORIES)) {
        category++;
      }
    }
    return own.stream().map(category -> "c" + category).collect(Collectors.joining(","));
  }
}
