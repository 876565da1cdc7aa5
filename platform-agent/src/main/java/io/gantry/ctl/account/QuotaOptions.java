package io.gantry.ctl.account;

import io.gantry.api.account.Quota;
import io.gantry.ctl.output.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limits of a tenant. */
final class QuotaOptions {
  @Option(names = "--containers", paramLabel = "N", description = "Most containers.")
  private @Nullable Long containers;

  @Option(names = "--cpus", paramLabel = "N", description = "Most processors in sum, as 16.5.")
  private @Nullable Double cpus;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Most memory in sum, as 64g.")
  private @Nullable ByteSize memory;

  @Option(names = "--volumes", paramLabel = "N", description = "Most volumes.")
  private @Nullable Long volumes;

  @Option(names = "--ports", paramLabel = "N", description = "Most published ports.")
  private @Nullable Long ports;

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description = "Most requests in a second, at each replica.")
  private @Nullable Long requestsPerSecond;

  @Option(names = "--unlimited", description = "Take the limits away that are not given.")
  private boolean unlimited;

  boolean isEmpty() {
    return limits().equals(Quota.UNLIMITED) && !unlimited;
  }

  /** The given limits; the others stay as they are, or go. */
  Quota over(Quota present) {
    Quota rest = unlimited ? Quota.UNLIMITED : present;
    Quota given = limits();
    return new Quota(
        given.containers() == null ? rest.containers() : given.containers(),
        given.cpus() == null ? rest.cpus() : given.cpus(),
        given.memoryBytes() == null ? rest.memoryBytes() : given.memoryBytes(),
        given.volumes() == null ? rest.volumes() : given.volumes(),
        given.publishedPorts() == null ? rest.publishedPorts() : given.publishedPorts(),
        given.requestsPerSecond() == null ? rest.requestsPerSecond() : given.requestsPerSecond());
  }

  private Quota limits() {
    return new Quota(
        containers,
        cpus,
        memory == null ? null : memory.bytes(),
        volumes,
        ports,
        requestsPerSecond);
  }
}
