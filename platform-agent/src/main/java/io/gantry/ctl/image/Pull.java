package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Fetch an image from its registry. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = "Fetch an image from its registry.")
final class Pull implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "IMAGE", description = "Name with registry, as host/name:tag.")
  private String reference = "";

  @Mixin private final OnNode node = new OnNode();
  @Mixin private final RegistryOptions registry = new RegistryOptions();
  @Mixin private final Progress progress = new Progress();

  Pull(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode result =
        new Transfer(shell, progress)
            .run(
                ApiPath.of(Images.ROOT, "pull"),
                registry.body(shell, reference, node.name()),
                "pull");
    shell.output().object(result, reference);
    return 0;
  }
}
