package io.gantry.ctl;

import io.gantry.ctl.account.Groups;
import io.gantry.ctl.account.Login;
import io.gantry.ctl.account.Roles;
import io.gantry.ctl.account.ServiceAccounts;
import io.gantry.ctl.account.Sessions;
import io.gantry.ctl.account.ShowQuota;
import io.gantry.ctl.account.Tenants;
import io.gantry.ctl.account.Tokens;
import io.gantry.ctl.account.Users;
import io.gantry.ctl.alert.Alerts;
import io.gantry.ctl.container.Attach;
import io.gantry.ctl.container.Create;
import io.gantry.ctl.container.Exec;
import io.gantry.ctl.container.Inspect;
import io.gantry.ctl.container.Kill;
import io.gantry.ctl.container.Logs;
import io.gantry.ctl.container.PauseContainer;
import io.gantry.ctl.container.Ps;
import io.gantry.ctl.container.Remove;
import io.gantry.ctl.container.Restart;
import io.gantry.ctl.container.Run;
import io.gantry.ctl.container.Start;
import io.gantry.ctl.container.Stats;
import io.gantry.ctl.container.Stop;
import io.gantry.ctl.container.Unpause;
import io.gantry.ctl.container.Update;
import io.gantry.ctl.container.Wait;
import io.gantry.ctl.doctor.Doctor;
import io.gantry.ctl.image.Images;
import io.gantry.ctl.ledger.Audit;
import io.gantry.ctl.ledger.Events;
import io.gantry.ctl.ledger.Exits;
import io.gantry.ctl.node.Node;
import io.gantry.ctl.node.Nodes;
import io.gantry.ctl.secret.SecretCommands;
import io.gantry.ctl.shell.GlobalOptions;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.Converters;
import io.gantry.ctl.volume.Volumes;
import io.gantry.ctl.workload.Jobs;
import io.gantry.ctl.workload.Schedules;
import io.gantry.ctl.workload.Services;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

/** The command line of Gantry. */
@Command(
    name = "gantryctl",
    description = "Runs containers on a Gantry fleet and shows how each of them ended.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 wrong usage; run, exec and start --attach end as the",
      "container does, with 125 when Gantry failed before it, 126 when its command may not be run",
      "and 127 when there is no such command; audit verify ends with 3 if the log is broken, doctor",
      "with 3 if anything is stuck."
    },
    subcommands = {
      Run.class,
      Create.class,
      Ps.class,
      Inspect.class,
      Logs.class,
      Exec.class,
      Attach.class,
      Start.class,
      Stop.class,
      Restart.class,
      Kill.class,
      PauseContainer.class,
      Unpause.class,
      Update.class,
      Remove.class,
      Wait.class,
      Stats.class,
      Exits.class,
      Events.class,
      Audit.class,
      Alerts.class,
      Doctor.class,
      Nodes.class,
      Node.class,
      Images.class,
      SecretCommands.class,
      Volumes.class,
      Jobs.class,
      Schedules.class,
      Services.class,
      Login.class,
      Tokens.class,
      Users.class,
      Tenants.class,
      Roles.class,
      Groups.class,
      ServiceAccounts.class,
      Sessions.class,
      ShowQuota.class,
      Completion.class,
      HelpCommand.class
    })
public final class GantryCtl {
  /** What follows the image or container there is not this program's, whatever it looks like. */
  private static final Set<String> ENDS_WITH_A_COMMAND_LINE = Set.of("run", "create", "exec");

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private final GlobalOptions options;

  private GantryCtl(Shell shell) {
    this.options = shell.options();
  }

  /** The whole command line over this shell. */
  static CommandLine commandLine(Shell shell) {
    CommandLine commandLine =
        new CommandLine(new GantryCtl(shell), new CommandFactory(shell))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
            .setExecutionExceptionHandler(new FailureReport(shell));
    Converters.register(commandLine);
    stopAtCommandLines(commandLine);
    return commandLine;
  }

  private static void stopAtCommandLines(CommandLine commandLine) {
    commandLine
        .getSubcommands()
        .forEach(
            (name, command) -> {
              command.setStopAtPositional(endsWithACommandLine(name, command));
              stopAtCommandLines(command);
            });
  }

  private static boolean endsWithACommandLine(String name, CommandLine command) {
    return ENDS_WITH_A_COMMAND_LINE.contains(name)
        && command.getCommandSpec().positionalParameters().size() > 1;
  }

  /** Runs one command; returns what the program ends with. */
  public static int execute(Shell shell, String... arguments) {
    int code = commandLine(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return code;
  }

  public static void main(String[] arguments) {
    Shell shell =
        new Shell(
            new FileInputStream(FileDescriptor.in),
            printTo(FileDescriptor.out),
            printTo(FileDescriptor.err),
            System.getenv(),
            Clock.systemUTC());
    System.exit(execute(shell, arguments));
  }

  private static PrintStream printTo(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
