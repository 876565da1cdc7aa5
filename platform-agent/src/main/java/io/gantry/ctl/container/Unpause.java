package io.gantry.ctl.container;

import io.gantry.ctl.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Thaw containers. */
@Command(
    name = "unpause",
    mixinStandardHelpOptions = true,
    description = "Thaw all processes of containers.")
public final class Unpause implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  Unpause(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref ->
            new Settling(containers)
                .awaitState(containers.ask(ref, "unpause", null), "running"::equals));
  }
}
