package io.gantry.engine;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.MountFlags;
import io.gantry.engine.linux.Mounts;
import io.gantry.engine.linux.OpenFlags;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;

/** A FUSE file system whose server never answers: whoever looks at it waits until it is closed. */
final class SilentFileSystem implements AutoCloseable {
  private final Descriptor server;
  private final Path target;

  private SilentFileSystem(Descriptor server, Path target) {
    this.server = server;
    this.target = target;
  }

  static SilentFileSystem over(Path target) throws SyscallException {
    Descriptor server = Descriptor.open(Path.of("/dev/fuse"), OpenFlags.O_RDWR, 0);
    try {
      String options = "fd=%d,rootmode=40000,user_id=0,group_id=0".formatted(server.number());
      Mounts.mount("silent", target, "fuse", 0, options);
      return new SilentFileSystem(server, target);
    } catch (SyscallException e) {
      server.close();
      throw e;
    }
  }

  /** Ends it; whoever waits for it gets an error. */
  @Override
  public void close() throws SyscallException {
    server.close();
    Mounts.unmount(target, MountFlags.MNT_DETACH);
  }
}
