package io.gantry.engine.feature;

/** What one runtime can and another cannot. */
public enum RuntimeFeature {
  MOUNT_NAMESPACES("mount namespaces", "install a runtime that has them"),
  UTS_NAMESPACES("uts namespaces", "install a runtime that has them"),
  PID_NAMESPACES("pid namespaces", "allow it the host's (security.hostPid)"),
  IPC_NAMESPACES("ipc namespaces", "allow it the host's (security.hostIpc)"),
  NETWORK_NAMESPACES("network namespaces", "give it the host's network (network.mode HOST)"),
  USER_NAMESPACES("user namespaces", "give it the node's user ids (namespaces.users HOST)"),
  CGROUP_NAMESPACES("cgroup namespaces", "install a runtime that has them"),
  SECCOMP("seccomp", "run it without a filter (security.seccomp unconfined)"),
  CGROUP_V1("cgroup v1", "boot the host with cgroup v2 alone"),
  CGROUP_V2("cgroup v2", "boot the host with cgroup v1"),
  CHECKPOINT("checkpoint", "install a runtime that has it"),
  IDMAPPED_MOUNTS("idmapped mounts", "install a runtime that has them"),
  APPARMOR("AppArmor", "install a runtime that has it"),
  SELINUX("SELinux", "install a runtime that has it");

  private final String words;
  private final String remedy;

  RuntimeFeature(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  /** Its name in sentences. */
  public String words() {
    return words;
  }

  /** What to do without it. */
  String remedy() {
    return remedy;
  }
}
