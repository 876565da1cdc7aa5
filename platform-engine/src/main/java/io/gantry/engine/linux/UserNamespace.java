package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes user namespaces, as mounts need them to show files with other owners. The kernel lets only
 * a process with one thread enter a new one, so a program of the host does it and waits until its
 * maps are written.
 */
final class UserNamespace {
  private static final Duration END = Duration.ofSeconds(5);
  private static final byte[] READY = {'r'};

  private UserNamespace() {}

  /**
   * Makes one; it lives as long as the descriptor or a mount that uses it.
   *
   * @throws SyscallException ENOENT if the host has no program for it
   */
  static Descriptor create(IdMaps maps) throws IOException {
    Path unshare =
        Program.find("unshare")
            .orElseThrow(() -> new SyscallException("posix_spawn", "unshare", Errno.ENOENT));
    List<String> command = List.of(unshare.toString(), "--user", "--", "cat");
    Map<String, String> path = Map.of("PATH", "/usr/bin:/bin");
    try (SocketPair ends = SocketPair.open();
        Descriptor quiet = Descriptor.open(Path.of("/dev/null"), OpenFlags.O_WRONLY, 0)) {
      ChildProcess child =
          Spawn.start(Program.of(command, path), List.of(ends.child(), ends.child(), quiet));
      try {
        ends.child().close();
        return mapped(child, ends.own(), maps);
      } finally {
        ends.own().close();
        child.waitFor(END);
      }
    }
  }

  /** What it sends back shows that it is in its namespace. */
  private static Descriptor mapped(ChildProcess child, SeqPacketSocket socket, IdMaps maps)
      throws IOException {
    socket.send(READY);
    if (socket.receive(new byte[1]) != 1) {
      throw new SyscallException("unshare", "user namespace", Errno.EPERM);
    }
    Path process = Path.of("/proc", Integer.toString(child.pid()));
    Files.writeString(process.resolve("uid_map"), maps.uidLines());
    Files.writeString(process.resolve("gid_map"), maps.gidLines());
    return Descriptor.open(process.resolve("ns/user"), OpenFlags.O_RDONLY, 0);
  }
}
