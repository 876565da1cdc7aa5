package io.gantry.engine.supervisor;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.UnixDatagram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that runs the engine's process, as systemd does. A process has one main
 * process and one readiness, so a mode other than IGNORE fits an engine that is there for one
 * container; a node's agent uses IGNORE.
 *
 * @param socket where the manager is told, an absolute path; absent is nobody to tell
 * @param passed what each container of the engine inherits
 * @param streams whether containers also have the standard streams of the engine's process, so that
 *     their output is where the manager keeps the service's; they have no log of their own then and
 *     cannot be attached to (ATTACH-7)
 */
public record Supervisor(
    NotifyMode mode, @Nullable Path socket, PassedDescriptors passed, boolean streams) {

  /** In a container: the directory of the socket that its process may tell. */
  public static final String DIRECTORY_IN_CONTAINER = "/run/notify";

  private static final int LONGEST_SOCKET_BYTES = 107;

  /** Nobody is told, and nothing is inherited. */
  public static final Supervisor NONE =
      new Supervisor(NotifyMode.IGNORE, null, PassedDescriptors.NONE, false);

  /**
   * @throws GantryException INVALID_ARGUMENT for a socket that is no absolute path of at most 107
   *     bytes
   */
  public Supervisor {
    if (socket != null
        && (!socket.isAbsolute()
            || socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_BYTES)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "the service manager's socket must be an absolute path of at most %d bytes, not '%s'"
              .formatted(LONGEST_SOCKET_BYTES, socket));
    }
  }

  /**
   * The manager that has started a process, by NOTIFY_SOCKET, LISTEN_FDS, LISTEN_FDNAMES and
   * LISTEN_PID.
   *
   * @param pid of that process
   * @throws GantryException INVALID_ARGUMENT if they cannot be used, as an abstract socket
   */
  public static Supervisor ofEnvironment(
      NotifyMode mode, Map<String, String> environment, long pid) {
    String socket = environment.get("NOTIFY_SOCKET");
    return new Supervisor(
        mode,
        socket == null || mode == NotifyMode.IGNORE ? null : Path.of(socket),
        PassedDescriptors.ofEnvironment(environment, pid),
        false);
  }

  /** The same, with descriptors of the user's choice in place of the manager's. */
  public Supervisor withPreserved(PassedDescriptors preserved) {
    return new Supervisor(mode, socket, preserved.orElse(passed), streams);
  }

  /** The same, with the process's standard streams for containers. */
  public Supervisor withStreams() {
    return new Supervisor(mode, socket, passed, true);
  }

  /**
   * Where readiness of containers is to be relayed to; absent if it is not theirs to tell.
   * (SDNOTIFY-2)
   */
  public @Nullable Path relayedTo() {
    return mode == NotifyMode.CONTAINER ? socket : null;
  }

  /** Refuses descriptors that are not open. */
  public void requireOpen() {
    passed.requireOpen();
  }

  /**
   * Tells of a start (START-5).
   *
   * @param monitor the process that lives as long as the container
   */
  public void tellStarted(int monitor) throws SyscallException {
    if (socket != null && mode != NotifyMode.IGNORE) {
      String ready = mode == NotifyMode.CONMON ? "\nREADY=1" : "";
      UnixDatagram.send(socket, ("MAINPID=" + monitor + ready).getBytes(StandardCharsets.UTF_8));
    }
  }
}
