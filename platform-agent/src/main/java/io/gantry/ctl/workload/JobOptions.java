package io.gantry.ctl.workload;

import io.gantry.api.job.JobSpec;
import io.gantry.ctl.spec.ImageAndCommand;
import io.gantry.ctl.spec.SpecOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All options that describe a job. */
final class JobOptions {
  @Option(names = "--parallelism", description = "Most containers at a time (default 1).")
  private @Nullable Integer parallelism;

  @Option(names = "--completions", description = "Ends with code 0 it takes (default 1).")
  private @Nullable Integer completions;

  @Option(names = "--retries", description = "Failed runs that are tried again (default 3).")
  private @Nullable Integer retries;

  @Option(
      names = "--backoff",
      paramLabel = "TIME",
      description = "Wait after a failed run, doubled with each (default 10s).")
  private @Nullable Duration backoff;

  @Option(
      names = "--max-backoff",
      paramLabel = "TIME",
      description = "Longest such wait (default 6m).")
  private @Nullable Duration maximumBackoff;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "Longest time from its making to its end (default: none).")
  private @Nullable Duration deadline;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "Time after its end when it goes (default: never).")
  private @Nullable Duration ttl;

  @Option(
      names = "--keep",
      paramLabel = "NUMBER",
      description = "Ended containers that stay for their logs (default 1).")
  private @Nullable Integer kept;

  @Mixin private final SpecOptions container = new SpecOptions();
  @Mixin private final ImageAndCommand image = new ImageAndCommand();

  /** What {@code --name} says. */
  @Nullable String name() {
    return container.name();
  }

  JobSpec spec() {
    return new JobSpec(
        container.nameless(image.image(), image.command()),
        container.node(),
        parallelism,
        completions,
        retries,
        backoff,
        maximumBackoff,
        deadline,
        ttl,
        kept);
  }
}
