package io.gantry.ctl.container;

import io.gantry.api.node.MultiplexedStream;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.LogFrames;
import io.gantry.ctl.client.ProcessOutput;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a container wrote, its two streams kept apart. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Print what a container wrote.")
public final class Logs implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the container ends.")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES",
      description = "Only the last lines.")
  private @Nullable Integer tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then: an instant, or a time back from now as 10m.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only up to then.")
  private @Nullable String until;

  @Option(
      names = {"-t", "--timestamps"},
      description = "Put its time before each line.")
  private boolean timestamps;

  Logs(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path =
        Containers.path(container, "logs")
            .when(follow, "follow")
            .with("tail", tail)
            .with("since", since == null ? null : Times.instant(since, shell.clock()))
            .with("until", until == null ? null : Times.instant(until, shell.clock()))
            .when(timestamps, "timestamps");
    try (InputStream logs = shell.controlPlane().open(path, MultiplexedStream.MEDIA_TYPE)) {
      LogFrames.copy(logs, new ProcessOutput(shell.out(), shell.err()));
    }
    return 0;
  }
}
