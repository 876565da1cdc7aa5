package io.gantry.api.job;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.RestartPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job as its user wants it.
 *
 * @param container what each run is; without a name, restart policy or automatic removal, as the
 *     job names, repeats and removes its containers
 * @param node name or id of the node its containers must run on; absent lets the fleet choose
 * @param parallelism most containers that run at a time, 1 to 1000; absent is 1
 * @param completions ends with code 0 it takes, 1 to 10000; absent is 1
 * @param retries failed runs that are tried again, over the whole job, 0 to 1000; absent is 3
 * @param backoff wait after a failed run, doubled with each that follows without a good one
 *     between; absent is 10 s
 * @param maximumBackoff longest such wait; absent is 6 min
 * @param deadline longest time from its making to its end; absent is without
 * @param ttl time after its end when it goes with all its containers; absent is never
 * @param keptContainers ended containers that stay for their logs, the newest, 0 to 100; absent is
 *     1
 */
public record JobSpec(
    ContainerSpec container,
    @Nullable String node,
    Integer parallelism,
    Integer completions,
    Integer retries,
    Duration backoff,
    Duration maximumBackoff,
    @Nullable Duration deadline,
    @Nullable Duration ttl,
    Integer keptContainers) {
  private static final int MOST_AT_A_TIME = 1_000;
  private static final int MOST_COMPLETIONS = 10_000;
  private static final int MOST_RETRIES = 1_000;
  private static final int MOST_KEPT = 100;
  private static final int DEFAULT_RETRIES = 3;
  private static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(10);
  private static final Duration DEFAULT_MAXIMUM_BACKOFF = Duration.ofMinutes(6);
  private static final Duration LONGEST = Duration.ofDays(3650);

  public JobSpec(
      ContainerSpec container,
      @Nullable String node,
      @Nullable Integer parallelism,
      @Nullable Integer completions,
      @Nullable Integer retries,
      @Nullable Duration backoff,
      @Nullable Duration maximumBackoff,
      @Nullable Duration deadline,
      @Nullable Duration ttl,
      @Nullable Integer keptContainers) {
    this.container = container;
    this.node = node;
    this.parallelism =
        within("parallelism", parallelism == null ? 1 : parallelism, 1, MOST_AT_A_TIME);
    this.completions =
        within("completions", completions == null ? 1 : completions, 1, MOST_COMPLETIONS);
    this.retries = within("retries", retries == null ? DEFAULT_RETRIES : retries, 0, MOST_RETRIES);
    this.backoff = time("backoff", backoff == null ? DEFAULT_BACKOFF : backoff);
    this.maximumBackoff =
        time("maximumBackoff", maximumBackoff == null ? DEFAULT_MAXIMUM_BACKOFF : maximumBackoff);
    this.deadline = deadline == null ? null : time("deadline", deadline);
    this.ttl = ttl == null ? null : time("ttl", ttl);
    this.keptContainers =
        within("keptContainers", keptContainers == null ? 1 : keptContainers, 0, MOST_KEPT);
    requireOwn(container);
  }

  /** One container of this spec, run until it ended well, with every default. */
  public static JobSpec of(ContainerSpec container) {
    return new JobSpec(container, null, null, null, null, null, null, null, null, null);
  }

  private static void requireOwn(@Nullable ContainerSpec container) {
    if (container == null) {
      throw new IllegalArgumentException("container is needed");
    }
    if (container.name() != null) {
      throw new IllegalArgumentException(
          "container.name is left out: the job names its containers");
    }
    if (container.restart().kind() != RestartPolicy.Kind.NO || container.autoRemove()) {
      throw new IllegalArgumentException(
          "container.restart and container.autoRemove are left out: the job tries again and removes");
    }
  }

  private static int within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s is between %d and %d".formatted(field, least, most));
    }
    return value;
  }

  private static Duration time(String field, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(field + " is zero or more and less than ten years");
    }
    return value;
  }
}
