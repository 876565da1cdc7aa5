package io.gantry.ctl;

import io.gantry.ctl.shell.Shell;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script that completes commands and options on Tab. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a completion script for bash and zsh.",
      "Use it with: source <(gantryctl completion)"
    })
final class Completion implements Runnable {
  private final Shell shell;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  Completion(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell.out().print(AutoComplete.bash("gantryctl", spec.root().commandLine()));
  }
}
