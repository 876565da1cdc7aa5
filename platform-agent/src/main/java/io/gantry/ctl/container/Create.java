package io.gantry.ctl.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.ImageAndCommand;
import io.gantry.ctl.spec.SpecOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--explain",
      description = "Create nothing; say which nodes could take it, and why others could not.")
  private boolean explain;

  @Mixin private final SpecOptions options = new SpecOptions();
  @Mixin private final ImageAndCommand image = new ImageAndCommand();

  Create(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Containers containers = new Containers(shell.controlPlane());
    ContainerSpec spec = options.spec(image.image(), image.command());
    if (explain) {
      JsonNode placement = containers.explain(spec, options.node());
      shell.output().object(placement, PlacementTable.render(placement));
      return;
    }
    JsonNode created = containers.create(spec, false, options.node());
    shell.output().object(created, created.path("id").asString());
  }
}
