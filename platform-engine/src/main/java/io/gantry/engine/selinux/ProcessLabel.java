package io.gantry.engine.selinux;

import java.util.Map;

/** The label of a container's first process (LABELS-1, LABELS-2). */
public final class ProcessLabel {
  /** In it a user names parts of the label, as {@code type:container_t,level:s0}. */
  static final String ANNOTATION = "io.podman.annotations.label";

  static final String OF_MACHINE = "container_kvm_t";
  static final String OF_INIT = "container_init_t";

  private ProcessLabel() {}

  /**
   * Chooses it. The annotation only keeps a label from being changed; it never becomes one.
   *
   * @param stored the label the container was given; empty stays empty
   * @param systemd whether its first process is systemd
   */
  public static String of(
      String stored, Map<String, String> annotations, boolean systemd, Isolation isolation) {
    boolean typed = annotations.getOrDefault(ANNOTATION, "").contains("type:");
    if (stored.isEmpty() || typed) {
      return stored;
    }
    return switch (isolation) {
      case VIRTUAL_MACHINE -> Label.parse(stored).withType(OF_MACHINE).toString();
      case HOST_KERNEL -> systemd ? Label.parse(stored).withType(OF_INIT).toString() : stored;
    };
  }
}
