package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Network namespaces that live in a file: the file is where the namespace is mounted, so it needs
 * no process. The file's directory should be on a private mount.
 */
public final class NetworkNamespace {
  private static final Functions LIBC = LibC.bind(Functions.class);
  private static final int CLONE_NEWNET = 0x40000000;
  private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

  private NetworkNamespace() {}

  /**
   * Makes a namespace with its loopback interface up. After a failure nothing of it is left.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public static void create(Path file) throws IOException {
    Files.createFile(file);
    try {
      NamespaceThread.call(
          () -> {
            LibC.check("unshare", "CLONE_NEWNET", LIBC.unshare(CLONE_NEWNET));
            Loopback.up();
            Mounts.bind(OF_THREAD, file);
            return true;
          });
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Keeps the namespace of a process in a new file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public static void adopt(int pid, Path file) throws IOException {
    share(Path.of("/proc/" + pid + "/ns/net"), file);
  }

  /**
   * Keeps the namespace in a file in a second, new one, too.
   *
   * @throws FileAlreadyExistsException if the second exists
   */
  public static void share(Path namespace, Path file) throws IOException {
    Files.createFile(file);
    try {
      Mounts.bind(namespace, file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Whether the file is there and holds a namespace. */
  public static boolean exists(Path file) throws SyscallException {
    return Mounts.isMountPoint(file);
  }

  /** Lets go of the namespace and removes the file; one that is gone is success. */
  public static void remove(Path file) throws IOException {
    Mounts.unmountPatiently(file);
    Files.deleteIfExists(file);
  }

  /**
   * Does something inside the namespace, on a thread of its own. Sockets opened there stay in it.
   */
  public static <T> T inside(Path file, NamespaceThread.Work<T> work) throws IOException {
    return NamespaceThread.call(
        () -> {
          try (Descriptor namespace = Descriptor.open(file, OpenFlags.O_RDONLY, 0)) {
            LibC.check("setns", file, LIBC.setns(namespace.number(), CLONE_NEWNET));
          }
          return work.run();
        });
  }

  /** Brings the loopback interface of a namespace up; up already is success. */
  public static void loopbackUp(Path file) throws IOException {
    boolean unused =
        inside(
            file,
            () -> {
              Loopback.up();
              return true;
            });
  }

  /** Bound to the C library. */
  public interface Functions {
    int unshare(int flags);

    int setns(int descriptor, int type);
  }
}
