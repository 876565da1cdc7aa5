package io.gantry.ctl.container;

import io.gantry.api.resource.StopRequest;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops containers: their stop signal, and KILL when the grace ends. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Stop containers: their stop signal, and KILL when the grace ends.")
public final class Stop implements Callable<Integer> {
  private static final Set<String> ENDED = Set.of("exited", "stopped", "created");

  private final Shell shell;

  @Mixin private final Refs refs = new Refs();

  @Option(
      names = {"-t", "--time"},
      paramLabel = "TIME",
      description = "Grace before KILL (default: the container's own).")
  private @Nullable Duration timeout;

  Stop(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Containers containers = new Containers(shell.controlPlane());
    return refs.each(
        shell,
        ref ->
            new Settling(containers)
                .awaitState(
                    containers.ask(ref, "stop", new StopRequest(timeout)), ENDED::contains));
  }
}
