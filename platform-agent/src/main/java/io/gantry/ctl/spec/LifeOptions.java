package io.gantry.ctl.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.LoggingSpec;
import io.gantry.api.container.PullPolicy;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.container.StopSpec;
import io.gantry.ctl.output.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a container begins and ends, and what is kept of it. */
final class LifeOptions {
  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=value",
      description = "Label for selection.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--annotation",
      paramLabel = "NAME=value",
      description = "Annotation for the runtime.")
  private List<String> annotations = new ArrayList<>();

  @Option(names = "--rm", description = "Remove it when it ended; its exit record stays.")
  private boolean autoRemove;

  @Option(
      names = "--restart",
      paramLabel = "POLICY",
      description = "no, on-failure[:RETRIES], always or unless-stopped.")
  private RestartPolicy restart = RestartPolicy.NO;

  @Option(names = "--stop-signal", paramLabel = "SIGNAL", description = "Signal of a stop.")
  private @Nullable String stopSignal;

  @Option(
      names = "--stop-timeout",
      paramLabel = "TIME",
      description = "Grace before KILL (default 10s).")
  private @Nullable Duration stopTimeout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Longest time of one run; it is killed then.")
  private @Nullable Duration runTimeout;

  @Option(
      names = "--pull",
      paramLabel = "WHEN",
      description = "When the node fetches the image: missing, always or never.")
  private PullPolicy pull = PullPolicy.MISSING;

  @Option(
      names = "--log-driver",
      paramLabel = "DRIVER",
      description = "k8s-file, journald or none.")
  private LoggingSpec.@Nullable Driver logDriver;

  @Option(
      names = "--log-max-size",
      paramLabel = "SIZE",
      description = "Size at which the log starts anew.")
  private @Nullable ByteSize logSize;

  void addTo(ContainerSpec.Builder builder) {
    builder
        .labels(Pairs.parse("--label", labels))
        .annotations(Pairs.parse("--annotation", annotations))
        .autoRemove(autoRemove)
        .restart(restart)
        .stop(new StopSpec(stopSignal, stopTimeout))
        .pullPolicy(pull)
        .logging(new LoggingSpec(logDriver, logSize == null ? null : logSize.bytes()));
    if (runTimeout != null) {
      builder.runTimeout(runTimeout);
    }
  }
}
