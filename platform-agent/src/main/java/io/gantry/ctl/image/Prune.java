package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Removes images without a name that no container uses. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Remove images without a name that no container uses.")
final class Prune implements Runnable {
  private final Shell shell;

  @Mixin private final OnNode node = new OnNode();

  Prune(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    JsonNode result =
        shell.controlPlane().post(ApiPath.of(Images.ROOT, "prune").with("node", node.name()), null);
    ByteSize freed = new ByteSize(result.path("freedBytes").asLong(0));
    shell
        .output()
        .object(result, "removed %d images, %s".formatted(result.path("images").size(), freed));
  }
}
