package io.gantry.engine.runtime;

import io.gantry.api.container.LoggingSpec;
import io.gantry.engine.linux.Descriptor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container to create.
 *
 * @param files its bundle holds the runtime spec; stale files are removed already
 * @param name as its user calls it, for the journal
 * @param terminal whether its process gets a terminal, as the spec says
 * @param openInput whether its standard input can be written to by attaching
 * @param runTimeout longest time of the run; it is killed then and ends with -1 (EXIT-13)
 * @param mapsUsers whether its spec has a user namespace (MONITOR-14)
 * @param held descriptors the monitor keeps open while the container runs, as published ports; they
 *     never reach the container
 * @param inherited what does reach it
 * @param restore where its processes come from, instead of its command
 */
public record MonitorRequest(
    MonitorFiles files,
    String name,
    LoggingSpec logging,
    boolean terminal,
    boolean openInput,
    @Nullable Duration runTimeout,
    boolean mapsUsers,
    List<Descriptor> held,
    Inherited inherited,
    @Nullable RestoreRequest restore) {
  public MonitorRequest {
    held = List.copyOf(held);
  }

  /** A container with the host's user ids that inherits nothing. */
  public MonitorRequest(
      MonitorFiles files,
      String name,
      LoggingSpec logging,
      boolean terminal,
      boolean openInput,
      @Nullable Duration runTimeout,
      List<Descriptor> held) {
    this(
        files,
        name,
        logging,
        terminal,
        openInput,
        runTimeout,
        false,
        held,
        Inherited.NOTHING,
        null);
  }

  /** What the runtime is to do with it. */
  String action() {
    return restore == null ? "create" : "restore";
  }
}
