package io.gantry.ctl.container;

import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Waits for containers to end and prints their exit codes. */
@Command(
    name = "wait",
    mixinStandardHelpOptions = true,
    description = "Wait until the newest run of each container ended; prints its exit code.")
public final class Wait implements Runnable {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  Wait(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Containers containers = new Containers(shell.controlPlane());
    for (String ref : refs.all()) {
      ContainerResource container = containers.get(ref);
      long run = Math.max(1, container.status().run());
      ExitRecord end = new Settling(containers).awaitEnd(container.id().value(), run);
      shell.output().object(Json.MAPPER.valueToTree(end), Integer.toString(end.code()));
    }
  }
}
