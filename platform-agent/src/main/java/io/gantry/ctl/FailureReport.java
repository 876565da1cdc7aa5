package io.gantry.ctl;

import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.output.FailureText;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong, in words and by the exit code of the command that failed. */
final class FailureReport implements IExecutionExceptionHandler {
  private final Shell shell;

  FailureReport(Shell shell) {
    this.shell = shell;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    int failed = commandLine.getCommandSpec().exitCodeOnExecutionException();
    int wrongUsage = commandLine.getCommandSpec().exitCodeOnInvalidInput();
    return switch (failure) {
      case RequestFailed refused -> say(FailureText.of(refused), failed);
      case IllegalArgumentException wrong -> say(line(wrong), wrongUsage);
      case UncheckedIOException unreadable ->
          say(line(unreadable) + cause(unreadable.getCause()), failed);
      case IOException unreadable -> say(line(unreadable), failed);
      case CancellationException ignored -> failed;
      default -> throw failure;
    };
  }

  private int say(String text, int code) {
    shell.err().print(text.endsWith("\n") ? text : text + "\n");
    return code;
  }

  private static String line(Exception failure) {
    return "Error: " + failure.getMessage();
  }

  private static String cause(@Nullable Throwable cause) {
    return cause == null ? "" : ": " + cause.getClass().getSimpleName() + " " + cause.getMessage();
  }
}
