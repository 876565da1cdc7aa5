package io.gantry.engine.hostile;

import java.util.List;

/**
 * Rows about one thing.
 *
 * @param needs what the host must have for them
 */
public record Area(String title, Needs needs, List<Case> cases) {
  /** How much of a host is needed. */
  public enum Needs {
    /** A JVM. */
    NOTHING,
    /** Root, for owners, devices and mounts. */
    ROOT,
    /** Root, a runtime and a monitor. */
    CONTAINERS
  }

  public Area {
    cases = List.copyOf(cases);
  }
}
