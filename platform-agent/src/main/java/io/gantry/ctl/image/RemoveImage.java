package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes names of images; the image goes with its last name. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = "Remove names of images; an image goes with its last name.")
final class RemoveImage implements Runnable {
  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or digest.")
  private List<String> references = List.of();

  @Mixin private final OnNode node = new OnNode();

  RemoveImage(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    for (String reference : references) {
      shell
          .controlPlane()
          .delete(ApiPath.of(Images.ROOT).with("reference", reference).with("node", node.name()));
      shell.output().line(reference);
    }
  }
}
