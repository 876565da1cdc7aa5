package io.gantry.ctl.container;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.output.FailureText;
import io.gantry.ctl.shell.DetachKeys;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.ImageAndCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a further command in a running container and ends with its exit code. */
@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description = "Run a command in a running container; ends with its exit code.",
    exitCodeOnInvalidInput = ClientCode.ENGINE_FAILED,
    exitCodeOnExecutionException = ClientCode.ENGINE_FAILED)
public final class Exec implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private String container = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "Command and arguments.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  private boolean stdin;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the command a terminal.")
  private boolean tty;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "User, by name or id.")
  private @Nullable String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory inside.")
  private @Nullable String workingDirectory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=value",
      description = "Environment variable.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = "--detach-keys",
      paramLabel = "KEYS",
      description = "Keys that leave a terminal session (default ctrl-p,ctrl-q).")
  private String detachKeys = DetachKeys.DEFAULT;

  Exec(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path =
        Containers.path(container, "exec")
            .with("command", ImageAndCommand.withoutSeparator(command))
            .when(tty, "tty")
            .when(stdin, "stdin")
            .with("user", user)
            .with("workingDirectory", workingDirectory)
            .with("env", environment);
    Session session = new Session(shell, tty, stdin, DetachKeys.parse(detachKeys));
    try {
      Integer code = session.run(path);
      return session.detached() ? 0 : code == null ? ClientCode.ENGINE_FAILED : code;
    } catch (RequestFailed e) {
      shell.err().print(FailureText.of(e));
      return ClientCode.of(e.code());
    }
  }
}
