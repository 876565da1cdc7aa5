package io.gantry.engine.selinux;

import java.nio.file.Path;
import java.util.Set;

/** What a runtime keeps containers apart by. */
public enum Isolation {
  /** Namespaces of the host's own kernel. */
  HOST_KERNEL,
  /** A kernel of the container's own, in a virtual machine. */
  VIRTUAL_MACHINE;

  private static final Set<String> OF_MACHINES =
      Set.of("kata", "kata-fc", "kata-qemu", "kata-runtime", "krun");

  /** Known by the name of the runtime's program. */
  public static Isolation of(Path program) {
    return OF_MACHINES.contains(String.valueOf(program.getFileName()))
        ? VIRTUAL_MACHINE
        : HOST_KERNEL;
  }
}
