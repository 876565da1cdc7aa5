package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** All that is known of an image. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Print all that is known of an image, as JSON.")
final class InspectImage implements Runnable {
  private final Shell shell;

  @Parameters(paramLabel = "IMAGE", description = "Name or digest.")
  private String reference = "";

  @Mixin private final OnNode node = new OnNode();

  InspectImage(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ApiPath path =
        ApiPath.of(Images.ROOT, "inspect").with("reference", reference).with("node", node.name());
    shell.output().object(shell.controlPlane().get(path));
  }
}
