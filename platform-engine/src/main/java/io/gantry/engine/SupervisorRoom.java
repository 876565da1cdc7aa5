package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.lifecycle.Supervision;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.Inherited;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engine's service manager, as containers and their lifecycle see it. */
record SupervisorRoom(Supervisor supervisor) implements Supervision {
  private static final String DIRECTORY_IN_BUNDLE = "notify";
  private static final String SOCKET = "notify.sock";

  @Override
  public void started(ContainerId id, ProcessIdentity monitor) {
    try {
      supervisor.tellStarted(monitor.pid());
    } catch (SyscallException e) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "the service manager cannot be told: " + e.getMessage(), e)
          .about("container", id);
    }
  }

  /**
   * What the container's process gets.
   *
   * @throws GantryException INVALID_ARGUMENT for a container with a terminal of its own, if it is
   *     to have the engine's streams
   */
  Inherited inherited(ContainerConfig config) {
    if (supervisor.streams() && config.spec().tty()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT,
              "a container has either a terminal or the streams of the engine: create it without")
          .about("container", config.id());
    }
    return new Inherited(
        supervisor.passed().descriptors(), supervisor.streams(), supervisor.relayedTo());
  }

  /**
   * Refuses what needs streams that the engine has kept.
   *
   * @throws GantryException with the code, if containers have the engine's own
   */
  void requireKeptStreams(ContainerId id, ErrorCode code) {
    if (supervisor.streams()) {
      throw GantryException.of(
              code, "its output goes where this engine's does: look there, none is kept here")
          .about("container", id);
    }
  }

  /** The directory in which the monitor will listen for the container's readiness (SDNOTIFY-2). */
  Map<String, Path> mounts(ContainerConfig config) {
    if (supervisor.relayedTo() == null) {
      return Map.of();
    }
    try {
      Path directory = config.staticDir().resolve(DIRECTORY_IN_BUNDLE);
      return Map.of(Supervisor.DIRECTORY_IN_CONTAINER, Files.createDirectories(directory));
    } catch (IOException e) {
      throw GantryException.of(
              ErrorCode.INTERNAL, "the directory for the container's readiness cannot be made", e)
          .about("container", config.id());
    }
  }

  /** Variables of the container's first process. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>(supervisor.passed().variables());
    if (supervisor.relayedTo() != null) {
      variables.put("NOTIFY_SOCKET", Supervisor.DIRECTORY_IN_CONTAINER + "/" + SOCKET);
    }
    return variables;
  }
}
