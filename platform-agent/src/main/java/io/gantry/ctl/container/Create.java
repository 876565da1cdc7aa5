package io.gantry.ctl.container;

import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.SpecOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Creates a container without starting it. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Create a container without starting it; prints its id.",
    sortOptions = false,
    exitCodeOnInvalidInput = ClientCode.ENGINE_FAILED,
    exitCodeOnExecutionException = ClientCode.ENGINE_FAILED)
public final class Create implements Runnable {
  private final Shell shell;

  @Mixin private final SpecOptions options = new SpecOptions();
  @Mixin private final ImageAndCommand image = new ImageAndCommand();

  Create(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    JsonNode created =
        new Containers(shell.controlPlane())
            .create(options.spec(image.image(), image.command()), false, options.node());
    shell.output().object(created, created.path("id").asString());
  }
}
