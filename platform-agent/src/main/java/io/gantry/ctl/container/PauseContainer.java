package io.gantry.ctl.container;

import io.gantry.ctl.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Freeze containers. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Freeze all processes of containers.")
public final class PauseContainer implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  PauseContainer(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref ->
            new Settling(containers)
                .awaitState(containers.ask(ref, "pause", null), "paused"::equals));
  }
}
