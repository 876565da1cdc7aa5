package io.gantry.ctl.container;

import io.gantry.ctl.shell.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Everything that is known of containers. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Print all that is known of a container, as JSON.")
public final class Inspect implements Runnable {
  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private List<String> containers = List.of();

  Inspect(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    for (String container : containers) {
      shell.output().object(shell.controlPlane().get(Containers.path(container)));
    }
  }
}
