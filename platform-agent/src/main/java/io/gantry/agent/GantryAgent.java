package io.gantry.agent;

import io.gantry.api.error.GantryException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of the host agent. */
@Command(
    name = "gantry-agent",
    description = "Runs containers on this host for a Gantry control plane.",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    subcommands = {RunCommand.class, EnrolCommand.class, PurgeCommand.class, VersionCommand.class})
public final class GantryAgent {
  private static final int FAILED = 1;

  private GantryAgent() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new GantryAgent())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(GantryAgent::explain);
  }

  /** A failure that was foreseen is told in one line, any other with all that is known of it. */
  private static int explain(Exception failure, CommandLine command, ParseResult result) {
    if (failure instanceof GantryException) {
      command.getErr().println("gantry-agent: " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return FAILED;
  }
}
