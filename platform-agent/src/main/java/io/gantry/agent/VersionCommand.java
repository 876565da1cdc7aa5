package io.gantry.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells the version. */
@Command(name = "version", description = "Tells the agent's version.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  VersionCommand() {
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().println("gantry-agent " + AgentVersion.current());
    return 0;
  }
}
