package io.gantry.engine.cgroup;

/**
 * That the kernel killed processes of a container for memory.
 *
 * @param kills how many
 * @param source the counter's file and name, as {@code memory.oom_control oom_kill}
 */
public record OomEvidence(long kills, String source) {
  /** The sentence for an exit record, as {@code memory.oom_control oom_kill 1}. */
  public String text() {
    return source + " " + kills;
  }
}
