package io.gantry.agent;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.identity.Enrol;
import io.gantry.agent.identity.NodeIdentity;
import io.gantry.agent.reconcile.Ceiling;
import io.gantry.agent.report.FactsReader;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Enrols this host and ends; {@code run} does the same by itself. */
@Command(
    name = "enrol",
    description = "Makes this host a node of the control plane, without running anything.",
    mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final Directories directories = new Directories();
  @Mixin private final Server server = new Server();
  @Mixin private final Logging logging = new Logging();

  EnrolCommand() {
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logging.apply();
    directories.make();
    FactsReader facts =
        new FactsReader(
            directories.home, Programs.versions(), Ceiling.load(directories.home).flags());
    try (ControlPlane controlPlane = ControlPlane.unsigned(server.uri, Clock.systemUTC())) {
      NodeIdentity identity =
          new Enrol(directories.home, controlPlane, server.uri.toString())
              .identity(server.tokenFile, server.name, facts.get());
      spec.commandLine()
          .getOut()
          .println("this host is node " + identity.name() + " (" + identity.nodeId() + ")");
    }
    return 0;
  }
}
