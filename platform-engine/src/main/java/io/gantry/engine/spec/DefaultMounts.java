package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import java.util.ArrayList;
import java.util.List;

/** What every container finds mounted (OCISPEC-1, OCISPEC-2, OCISPEC-21). */
final class DefaultMounts {
  private static final List<String> KERNEL = List.of("nosuid", "noexec", "nodev");

  private DefaultMounts() {}

  static List<SpecMount> of(ContainerSpec spec) {
    boolean privileged = spec.security().privileged();
    List<SpecMount> mounts = new ArrayList<>();
    mounts.add(new SpecMount("/proc", "proc", "proc", KERNEL));
    mounts.add(
        new SpecMount(
            "/dev",
            "tmpfs",
            "tmpfs",
            List.of("nosuid", "noexec", "strictatime", "mode=755", "size=65536k")));
    mounts.add(
        new SpecMount(
            "/dev/pts",
            "devpts",
            "devpts",
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
    mounts.add(new SpecMount("/dev/mqueue", "mqueue", "mqueue", KERNEL));
    mounts.add(new SpecMount("/sys", "sysfs", "sysfs", with(KERNEL, privileged ? "rw" : "ro")));
    mounts.add(
        new SpecMount(
            "/sys/fs/cgroup",
            "cgroup",
            "cgroup",
            with(
                List.of("rprivate", "nosuid", "noexec", "nodev", "relatime"),
                privileged ? "rw" : "ro")));
    if (spec.security().readOnlyRoot()) {
      for (String writable : List.of("/run", "/tmp", "/var/tmp")) {
        mounts.add(
            new SpecMount(
                writable,
                "tmpfs",
                "tmpfs",
                List.of("rw", "rprivate", "nosuid", "nodev", "tmpcopyup")));
      }
    }
    return mounts;
  }

  private static List<String> with(List<String> options, String last) {
    List<String> all = new ArrayList<>(options);
    all.add(last);
    return all;
  }
}
