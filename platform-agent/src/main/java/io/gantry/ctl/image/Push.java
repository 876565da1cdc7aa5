package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Send an image to its registry. */
@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description = "Send an image to its registry.")
final class Push implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "IMAGE", description = "Name with registry, as host/name:tag.")
  private String reference = "";

  @Mixin private final OnNode node = new OnNode();
  @Mixin private final RegistryOptions registry = new RegistryOptions();
  @Mixin private final Progress progress = new Progress();

  Push(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode result =
        new Transfer(shell, progress)
            .run(
                ApiPath.of(Images.ROOT, "push"),
                registry.body(shell, reference, node.name()),
                "push");
    shell.output().object(result, reference);
    return 0;
  }
}
