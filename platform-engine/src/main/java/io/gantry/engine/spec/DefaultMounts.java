package io.gantry.engine.spec;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Sharing;
import java.util.ArrayList;
import java.util.List;

/** What every container finds mounted (OCISPEC-1, OCISPEC-2, OCISPEC-21). */
final class DefaultMounts {
  private static final List<String> KERNEL = List.of("nosuid", "noexec", "nodev");
  private static final int TTY_GROUP = 5;

  private final ContainerConfig config;
  private final boolean systemd;
  private final boolean ownCgroups;
  private final SecuritySpec security;
  private final Sharing sharing;

  DefaultMounts(SpecRequest request) {
    this.config = request.config();
    this.systemd = Systemd.isFirstProcess(config);
    this.ownCgroups = request.host().unifiedCgroups();
    this.security = config.spec().security();
    this.sharing = config.sharing();
  }

  List<SpecMount> list() {
    List<SpecMount> mounts = new ArrayList<>();
    boolean foreignPid = security.hostPid() || sharing.pid() != null;
    mounts.add(kernel("/proc", "proc", foreignPid, List.of()));
    mounts.add(
        new SpecMount(
            "/dev",
            "tmpfs",
            "tmpfs",
            List.of("nosuid", "noexec", "strictatime", "mode=755", "size=65536k")));
    mounts.add(new SpecMount("/dev/pts", "devpts", "devpts", terminals()));
    boolean foreignIpc = security.hostIpc() || sharing.ipc() != null;
    mounts.add(kernel("/dev/mqueue", "mqueue", foreignIpc, List.of()));
    mounts.add(kernel("/sys", "sysfs", foreignNetwork(), List.of(access())));
    mounts.add(
        new SpecMount(
            "/sys/fs/cgroup",
            "cgroup",
            "cgroup",
            List.of("rprivate", "nosuid", "noexec", "nodev", "relatime", cgroupAccess())));
    if (security.readOnlyRoot()) {
      for (String writable : List.of("/run", "/tmp", "/var/tmp")) {
        mounts.add(writable(writable));
      }
    }
    if (systemd) {
      mounts.addAll(Systemd.mounts());
    }
    return mounts;
  }

  /** With version 1 the container's own limits would be among what it could write. */
  private String cgroupAccess() {
    return systemd && ownCgroups ? "rw" : access();
  }

  private String access() {
    return security.privileged() ? "rw" : "ro";
  }

  private boolean foreignNetwork() {
    return config.spec().network().mode() == NetworkSpec.Mode.HOST || sharing.network() != null;
  }

  private List<String> terminals() {
    List<String> options =
        new ArrayList<>(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
    if (config.ids().hostGid(TTY_GROUP).isPresent()) {
      options.add("gid=" + TTY_GROUP);
    }
    return options;
  }

  /**
   * A file system of the kernel's. A user namespace may mount it anew only for namespaces that
   * belong to it, and gets that of the host otherwise.
   */
  private SpecMount kernel(String destination, String type, boolean foreign, List<String> further) {
    List<String> options = new ArrayList<>();
    boolean bound = foreign && !config.ids().sameAsHost();
    if (bound) {
      options.addAll(List.of("rbind", "rprivate"));
    }
    options.addAll(KERNEL);
    options.addAll(further);
    return new SpecMount(destination, bound ? "bind" : type, bound ? destination : type, options);
  }

  /** A tmpfs in place of a directory that could not be written, with what lies there. */
  private static SpecMount writable(String destination) {
    return new SpecMount(
        destination, "tmpfs", "tmpfs", List.of("rw", "rprivate", "nosuid", "nodev", "tmpcopyup"));
  }
}
