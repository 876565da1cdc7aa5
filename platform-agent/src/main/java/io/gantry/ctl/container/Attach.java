package io.gantry.ctl.container;

import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.shell.DetachKeys;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins a running container's own process. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = "Join a running container's process; ends with its exit code.",
    exitCodeOnExecutionException = ClientCode.ENGINE_FAILED)
public final class Attach implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private String container = "";

  @Option(names = "--no-stdin", description = "Only look: pass no input on.")
  private boolean onlyLook;

  @Option(
      names = "--detach-keys",
      paramLabel = "KEYS",
      description = "Keys that leave a terminal session (default ctrl-p,ctrl-q).")
  private String detachKeys = DetachKeys.DEFAULT;

  Attach(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Containers containers = new Containers(shell.controlPlane());
    ContainerResource target = containers.get(container);
    boolean stdin = !onlyLook && target.spec().stdin();
    Session session =
        new Session(shell, stdin && target.spec().tty(), stdin, DetachKeys.parse(detachKeys));
    if (session.attach(target.id().value()) == Session.End.TOO_LATE) {
      shell.err().println("Error: container " + target.name() + " does not run; see its logs");
      return ClientCode.ENGINE_FAILED;
    }
    return session.detached()
        ? 0
        : new Settling(containers).awaitEnd(target.id().value(), target.status().run()).code();
  }
}
