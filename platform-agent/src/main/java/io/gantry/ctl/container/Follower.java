package io.gantry.ctl.container;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.MultiplexedStream;
import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.client.LogFrames;
import io.gantry.ctl.client.ProcessOutput;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stays with a container that was just started: its output, then how it ended. */
final class Follower {
  private final Shell shell;
  private final Containers containers;
  private final Settling settling;

  Follower(Shell shell) {
    this.shell = shell;
    this.containers = new Containers(shell.controlPlane());
    this.settling = new Settling(containers);
  }

  /**
   * Shows the output and returns the container's exit code.
   *
   * @param session the input side; absent shows the output only
   */
  int follow(ContainerResource started, @Nullable Session session) throws IOException {
    String id = started.id().value();
    long run = settling.awaitStart(started);
    if (session == null || session.attach(id) == Session.End.TOO_LATE) {
      copyLogs(id);
    } else if (session.detached()) {
      return 0;
    }
    return report(settling.awaitEnd(id, run));
  }

  /**
   * Starts a container that was just created, shows all of its output and returns its exit code.
   *
   * @param session the input side, which is there before the start
   */
  int start(ContainerResource created, Session session) throws IOException {
    settling.awaitNode(created);
    String id = created.id().value();
    ContainerResource before = containers.get(id);
    Session.End end = session.attachAndStart(id, () -> containers.ask(id, "start", null));
    if (end == Session.End.TOO_LATE) {
      ContainerResource unused = containers.ask(id, "start", null);
      return follow(before, session);
    }
    return end == Session.End.DETACHED
        ? 0
        : report(settling.awaitEnd(id, settling.awaitStart(before)));
  }

  private void copyLogs(String id) throws IOException {
    try (InputStream logs =
        containers
            .controlPlane()
            .open(Containers.path(id, "logs").with("follow", true), MultiplexedStream.MEDIA_TYPE)) {
      LogFrames.copy(logs, new ProcessOutput(shell.out(), shell.err()));
    } catch (RequestFailed e) {
      if (!e.is(ErrorCode.NO_SUCH_CONTAINER) && !e.is(ErrorCode.NO_LOGS)) {
        shell.err().println("warning: the output cannot be shown: " + e.getMessage());
      }
    } catch (IOException e) {
      shell.err().println("warning: the output broke off, see gantryctl logs: " + e.getMessage());
    }
  }

  private int report(ExitRecord end) {
    if (end.cause() == ExitCause.START_FAILED || end.code() == ExitRecord.UNSEEN) {
      shell.err().println("Error: " + (end.evidence() == null ? end.cause() : end.evidence()));
    }
    return end.code() == ExitRecord.UNSEEN ? ClientCode.ENGINE_FAILED : end.code();
  }
}
