package io.gantry.engine;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.error.ErrorCode;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.RecordedSessions;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.lifecycle.Operation;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.log.LogLocation;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.secret.ContainerSecrets;
import io.gantry.engine.state.ContainerRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container's processes read and write. The container's lock is held for the check of its
 * state only (ATTACH-5).
 */
record ContainerStreams(
    Lifecycle lifecycle,
    RecordedSessions sessions,
    ContainerSecrets secrets,
    SupervisorRoom supervision,
    Path exits) {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerStreams.class);
  private static final int SIGWINCH = 28;

  LogReader logs(ContainerInspect container, LogOptions options) {
    supervision.requireKeptStreams(container.id(), ErrorCode.NO_LOGS);
    return LogReader.open(
        new LogLocation(
            container.id(),
            container.config().spec().logging().driver(),
            container.config().logPath()),
        options,
        ended(container.id(), container.record()));
  }

  private CompletableFuture<?> ended(ContainerId id, ContainerRecord record) {
    boolean idle = !record.openRun() && record.nextRestartAt() == null;
    return idle
        ? CompletableFuture.completedFuture(null)
        : lifecycle.exit(id, Math.max(1, record.run()));
  }

  AttachSession attach(ContainerInspect container, DetachKeys keys) {
    supervision.requireKeptStreams(container.id(), ErrorCode.UNSUPPORTED);
    require(container, Operation.ATTACH);
    AttachSession session = AttachSession.open(files(container), keys);
    lifecycle.tell(container.config(), "attach", null);
    if (container.config().spec().tty() && container.record().state() == ContainerState.RUNNING) {
      redraw(container);
    }
    return session;
  }

  /** Programs draw their screen anew for who has just come (ATTACH-5). */
  private static void redraw(ContainerInspect container) {
    ProcessIdentity process = container.record().process();
    try {
      if (process != null) {
        PidFd.signal(process, SIGWINCH);
      }
    } catch (SyscallException e) {
      LOG.atWarn().addKeyValue("container", container.id()).setCause(e).log("no redraw was asked");
    }
  }

  ExecSession exec(ContainerInspect container, ExecSpec spec) {
    require(container, Operation.EXEC);
    Map<String, String> variables = secrets.variables(container.config());
    return sessions.start(files(container), spec.withDefaults(variables));
  }

  private void require(ContainerInspect container, Operation operation) {
    var unused = lifecycle.inspectFor(container.id(), operation, record -> record.state());
  }

  private MonitorFiles files(ContainerInspect container) {
    return new MonitorFiles(
        container.id(), container.config().staticDir(), container.config().runDir(), exits);
  }
}
