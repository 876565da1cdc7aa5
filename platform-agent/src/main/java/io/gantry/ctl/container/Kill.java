package io.gantry.ctl.container;

import io.gantry.api.resource.KillRequest;
import io.gantry.ctl.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a signal to containers. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = "Send a signal to containers.")
public final class Kill implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      description = "Name or number (default KILL).")
  private String signal = "KILL";

  Kill(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(shell, ref -> containers.ask(ref, "kill", new KillRequest(signal)));
  }
}
