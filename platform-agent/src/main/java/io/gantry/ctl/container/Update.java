package io.gantry.ctl.container;

import io.gantry.api.container.Resources;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.UpdateContainer;
import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.spec.ResourceOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes limits and policy of containers while they live. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description = "Change limits and restart policy of containers; all limits are set anew.")
public final class Update implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();
  @Mixin private final ResourceOptions limits = new ResourceOptions();

  @Option(
      names = "--restart",
      paramLabel = "POLICY",
      description = "no, on-failure[:RETRIES], always or unless-stopped.")
  private @Nullable RestartPolicy restart;

  Update(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Resources wished = limits.resources();
    UpdateContainer change =
        new UpdateContainer(null, restart, wished.equals(Resources.DEFAULT) ? null : wished, null);
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref -> {
          ContainerResource before = containers.get(ref);
          shell.controlPlane().patch(Containers.path(ref), change, before.version());
        });
  }
}
