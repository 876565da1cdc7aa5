package io.gantry.agent.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Runs a command in a container and connects the other side to it. A command whose caller has left
 * is ended: nobody could read its output or learn its exit code.
 */
final class ExecStream implements StreamHandler {
  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  /** Leaving is the client's own business. */
  private static final String NO_KEYS = "";

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Starts commands. */
  @FunctionalInterface
  interface Commands {
    ExecSession start(ContainerId container, ExecSpec spec);
  }

  private final Commands commands;

  ExecStream(Commands commands) {
    this.commands = commands;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    Parameters parameters = new Parameters(request.parameters());
    boolean interactive = parameters.flag("stdin", false) || parameters.flag("tty", false);
    ContainerId container = Required.container(request);
    try (ExecSession session = commands.start(container, spec(parameters, interactive))) {
      channel.listen(new SessionInput(session.streams(), interactive));
      try {
        SessionOutput.send(session.streams(), channel);
      } finally {
        if (channel.isClosed()) {
          session.stop(GRACE);
        }
      }
      return StreamControl.end(exitCode(session));
    }
  }

  private static ExecSpec spec(Parameters parameters, boolean interactive) {
    return new ExecSpec(
        parameters.texts("command"),
        parameters.assignments("env"),
        parameters.text("user"),
        parameters.text("workingDirectory"),
        parameters.flag("tty", false) ? terminal(parameters) : null,
        interactive,
        NO_KEYS);
  }

  private static TerminalSize terminal(Parameters parameters) {
    Integer rows = parameters.number("rows");
    Integer columns = parameters.number("columns");
    return rows == null || columns == null ? USUAL : new TerminalSize(rows, columns);
  }

  private static int exitCode(ExecSession session) throws InterruptedException {
    try {
      return session.exit().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GantryException failure
          ? failure
          : GantryException.of(ErrorCode.INTERNAL, "the command's end is unknown", e);
    }
  }
}
