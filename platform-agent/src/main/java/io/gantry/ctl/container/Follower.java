package io.gantry.ctl.container;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.error.ErrorCode;
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

  private void copyLogs(String id) throws IOException {
    try (InputStream logs =
        containers
            .controlPlane()
            .open(Containers.path(id, "logs").with("follow", true), LogFrames.TYPE)) {
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
