package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import picocli.CommandLine.Command;

/** What the tenant may have, has and has left. */
@Command(
    name = "quota",
    mixinStandardHelpOptions = true,
    description = "Show what the tenant may have, has and has left.")
public final class ShowQuota implements Runnable {
  private final Shell shell;

  ShowQuota(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    QuotaTable.print(shell, shell.controlPlane().get(ApiPath.of("quota")));
  }
}
