package io.gantry.engine.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The kernel's capabilities in the order of their numbers. */
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  /** What a container has unless it says otherwise: no raw sockets, device nodes or audit. */
  static final Set<Capability> DEFAULT =
      Collections.unmodifiableSet(
          EnumSet.of(
              CHOWN,
              DAC_OVERRIDE,
              FOWNER,
              FSETID,
              KILL,
              NET_BIND_SERVICE,
              SETFCAP,
              SETGID,
              SETPCAP,
              SETUID,
              SYS_CHROOT));

  private static final String PREFIX = "CAP_";

  /** The name as the OCI specification writes it. */
  String ociName() {
    return PREFIX + name();
  }

  /** The capability of an upper-case name, with or without {@code CAP_}. */
  static Optional<Capability> named(String name) {
    String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    for (Capability capability : values()) {
      if (capability.name().equals(bare)) {
        return Optional.of(capability);
      }
    }
    return Optional.empty();
  }

  /** The set a mask of the kernel stands for; capabilities newer than this list are left out. */
  static Set<Capability> ofMask(long mask) {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    long rest = mask;
    for (Capability capability : values()) {
      if ((rest & 1) == 1) {
        set.add(capability);
      }
      rest >>>= 1;
    }
    return Collections.unmodifiableSet(set);
  }
}
