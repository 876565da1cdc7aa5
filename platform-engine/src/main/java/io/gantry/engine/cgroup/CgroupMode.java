package io.gantry.engine.cgroup;

import java.util.Locale;

/** How the host arranges control groups. */
public enum CgroupMode {
  /** One hierarchy per controller. */
  V1,
  /** As V1, with an empty version 2 hierarchy beside. */
  HYBRID,
  /** One hierarchy with all controllers. */
  V2,
  /** None are mounted. */
  NONE;

  /** The mode as nodes report it. */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
