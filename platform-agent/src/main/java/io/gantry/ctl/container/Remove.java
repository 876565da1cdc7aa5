package io.gantry.ctl.container;

import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes containers; their exit records stay. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = "Remove containers; their exit records stay.")
public final class Remove implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  @Option(
      names = {"-f", "--force"},
      description = "Stop it first if it runs.")
  private boolean force;

  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      description = "With --force: seconds until it is killed (default: its own).")
  private @Nullable Integer seconds;

  @Option(
      names = {"-v", "--volumes"},
      description = "Its nameless volumes, too.")
  private boolean volumes;

  Remove(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref -> {
          ContainerResource before = containers.get(ref);
          shell
              .controlPlane()
              .delete(
                  Containers.path(ref)
                      .when(force, "force")
                      .when(volumes, "volumes")
                      .with("timeout", seconds == null ? null : Duration.ofSeconds(seconds)));
          new Settling(containers).awaitRemoval(before);
        });
  }
}
