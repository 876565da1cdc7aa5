package io.gantry.ctl.ledger;

import io.gantry.ctl.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How far the audit log had got, day by day. */
@Command(
    name = "anchors",
    mixinStandardHelpOptions = true,
    description = "Print the anchors the control plane kept, one a line, to be kept elsewhere.")
final class AuditAnchors implements Runnable {
  private final Shell shell;

  @Mixin private final AuditChain chain = new AuditChain();

  AuditAnchors(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell
        .controlPlane()
        .list(chain.path("anchors"), 0)
        .forEach(anchor -> shell.output().event(anchor, anchor.toString()));
  }
}
