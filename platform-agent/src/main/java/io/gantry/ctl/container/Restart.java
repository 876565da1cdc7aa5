package io.gantry.ctl.container;

import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.StopRequest;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops and starts containers. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "Stop and start containers.")
public final class Restart implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  @Option(
      names = {"-t", "--time"},
      paramLabel = "TIME",
      description = "Grace before KILL (default: the container's own).")
  private @Nullable Duration timeout;

  Restart(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref -> {
          ContainerResource before = containers.get(ref);
          containers.ask(ref, "restart", new StopRequest(timeout));
          new Settling(containers).awaitStart(before);
        });
  }
}
