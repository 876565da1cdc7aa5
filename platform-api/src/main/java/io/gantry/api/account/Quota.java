package io.gantry.api.account;

import org.jspecify.annotations.Nullable;

/**
 * Amounts of what a tenant may have, or has; absent is without limit.
 *
 * @param containers all that are listed, whether they run or not
 * @param cpus sum of the containers' {@code resources.cpus}, as 1.5
 * @param memoryBytes sum of the containers' {@code resources.memoryBytes}
 * @param volumes named volumes
 * @param publishedPorts ports of hosts that containers publish
 * @param requestsPerSecond requests at each replica of the control plane; a limit only, nothing is
 *     used of it
 */
public record Quota(
    @Nullable Long containers,
    @Nullable Double cpus,
    @Nullable Long memoryBytes,
    @Nullable Long volumes,
    @Nullable Long publishedPorts,
    @Nullable Long requestsPerSecond) {
  public static final Quota UNLIMITED = new Quota(null, null, null, null, null);

  /** What there can be of, with requests as fast as one likes. */
  public Quota(
      @Nullable Long containers,
      @Nullable Double cpus,
      @Nullable Long memoryBytes,
      @Nullable Long volumes,
      @Nullable Long publishedPorts) {
    this(containers, cpus, memoryBytes, volumes, publishedPorts, null);
  }

  /** The same with this limit of requests. */
  public Quota withRequestsPerSecond(@Nullable Long limit) {
    return new Quota(containers, cpus, memoryBytes, volumes, publishedPorts, limit);
  }
}
