package io.gantry.bench.crash;

import java.util.List;
import java.util.stream.Stream;

/** What is killed, each as often as its weight says. */
public enum Victim {
  AGENT("agent", 3),
  CONTROL_PLANE("control-plane", 2),
  POSTGRES("postgres", 2),
  MONITOR("conmon", 2),
  RUNTIME("runc", 1);

  private final String program;
  private final int weight;

  Victim(String program, int weight) {
    this.program = program;
    this.weight = weight;
  }

  /** Name of the installation's part, or of the program on the host. */
  String program() {
    return program;
  }

  int weight() {
    return weight;
  }

  /** The parts of an installation, or the programs of its containers. */
  static List<Victim> all(boolean parts) {
    return Stream.of(values()).filter(victim -> victim.isPart() == parts).toList();
  }

  /** Whether the script starts it again; the others belong to one container. */
  boolean isPart() {
    return this == AGENT || this == CONTROL_PLANE || this == POSTGRES;
  }
}
