package io.gantry.engine.state;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.HealthState;
import io.gantry.api.node.Report.Failure;
import io.gantry.engine.linux.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container is now (STATES-9). Changed only by saving a successor made with {@link
 * #toBuilder()}.
 *
 * @param run number of the newest run, 0 before the first
 * @param openRun whether the newest run was begun and its end is not recorded
 * @param mountPoint root file system; absent is not mounted
 * @param network absent is not connected
 * @param configPath runtime spec of the newest run
 * @param process the container's first process
 * @param startedAt start of the newest run
 * @param startedNanos the same on the host's monotonic clock
 * @param finishedAt end of the newest run that ended
 * @param stoppedByUser blocks the restart policy until the next init
 * @param requestedBy who asked for the end
 * @param restartPolicyMatch the newest end was one the policy is for (SYNC-5)
 * @param shortRuns how many runs in a row ended soon, for the policy's delay
 * @param nextRestartAt when the policy starts it again
 * @param health what the health checks of the newest run found; absent without any
 * @param failure why the newest wish was not fulfilled
 * @param checkpoint what checkpoint and restore last did; absent is nothing
 */
public record ContainerRecord(
    ContainerState state,
    long run,
    boolean openRun,
    @Nullable Path mountPoint,
    @Nullable NetworkAttachment network,
    @Nullable Path configPath,
    @Nullable ProcessIdentity process,
    @Nullable ProcessIdentity monitor,
    @Nullable Instant startedAt,
    @Nullable Long startedNanos,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode,
    boolean outOfMemory,
    boolean stoppedByUser,
    @Nullable String requestedBy,
    boolean restartPolicyMatch,
    int restartCount,
    int shortRuns,
    @Nullable Instant nextRestartAt,
    @Nullable HealthState health,
    @Nullable Failure failure,
    @Nullable CheckpointStatus checkpoint) {

  /** A container that was just created. */
  public static ContainerRecord configured() {
    return new Builder(ContainerState.CONFIGURED).build();
  }

  /** Whether the root file system is mounted. */
  public boolean mounted() {
    return mountPoint != null;
  }

  /** Whether checkpoint or restore brought it to this phase, and nothing has happened since. */
  public boolean isIn(CheckpointStatus.Phase phase) {
    return checkpoint != null && checkpoint.phase() == phase;
  }

  /** Starts a changed copy. */
  public Builder toBuilder() {
    Builder builder = new Builder(state);
    builder.run = run;
    builder.openRun = openRun;
    builder.mountPoint = mountPoint;
    builder.network = network;
    builder.configPath = configPath;
    builder.process = process;
    builder.monitor = monitor;
    builder.startedAt = startedAt;
    builder.startedNanos = startedNanos;
    builder.finishedAt = finishedAt;
    builder.exitCode = exitCode;
    builder.outOfMemory = outOfMemory;
    builder.stoppedByUser = stoppedByUser;
    builder.requestedBy = requestedBy;
    builder.restartPolicyMatch = restartPolicyMatch;
    builder.restartCount = restartCount;
    builder.shortRuns = shortRuns;
    builder.nextRestartAt = nextRestartAt;
    builder.health = health;
    builder.failure = failure;
    builder.checkpoint = checkpoint;
    return builder;
  }

  /** Collects a successor field by field; not thread-safe. */
  public static final class Builder {
    private ContainerState state;
    private long run;
    private boolean openRun;
    private @Nullable Path mountPoint;
    private @Nullable NetworkAttachment network;
    private @Nullable Path configPath;
    private @Nullable ProcessIdentity process;
    private @Nullable ProcessIdentity monitor;
    private @Nullable Instant startedAt;
    private @Nullable Long startedNanos;
    private @Nullable Instant finishedAt;
    private @Nullable Integer exitCode;
    private boolean outOfMemory;
    private boolean stoppedByUser;
    private @Nullable String requestedBy;
    private boolean restartPolicyMatch;
    private int restartCount;
    private int shortRuns;
    private @Nullable Instant nextRestartAt;
    private @Nullable HealthState health;
    private @Nullable Failure failure;
    private @Nullable CheckpointStatus checkpoint;

    private Builder(ContainerState state) {
      this.state = state;
    }

    public Builder state(ContainerState value) {
      this.state = value;
      return this;
    }

    public Builder run(long value) {
      this.run = value;
      return this;
    }

    public Builder openRun(boolean value) {
      this.openRun = value;
      return this;
    }

    public Builder mountPoint(@Nullable Path value) {
      this.mountPoint = value;
      return this;
    }

    public Builder network(@Nullable NetworkAttachment value) {
      this.network = value;
      return this;
    }

    public Builder configPath(@Nullable Path value) {
      this.configPath = value;
      return this;
    }

    public Builder process(@Nullable ProcessIdentity value) {
      this.process = value;
      return this;
    }

    public Builder monitor(@Nullable ProcessIdentity value) {
      this.monitor = value;
      return this;
    }

    public Builder startedAt(@Nullable Instant value) {
      this.startedAt = value;
      return this;
    }

    public Builder startedNanos(@Nullable Long value) {
      this.startedNanos = value;
      return this;
    }

    public Builder finishedAt(@Nullable Instant value) {
      this.finishedAt = value;
      return this;
    }

    public Builder exitCode(@Nullable Integer value) {
      this.exitCode = value;
      return this;
    }

    public Builder outOfMemory(boolean value) {
      this.outOfMemory = value;
      return this;
    }

    public Builder stoppedByUser(boolean value) {
      this.stoppedByUser = value;
      return this;
    }

    public Builder requestedBy(@Nullable String value) {
      this.requestedBy = value;
      return this;
    }

    public Builder restartPolicyMatch(boolean value) {
      this.restartPolicyMatch = value;
      return this;
    }

    public Builder restartCount(int value) {
      this.restartCount = value;
      return this;
    }

    public Builder shortRuns(int value) {
      this.shortRuns = value;
      return this;
    }

    public Builder nextRestartAt(@Nullable Instant value) {
      this.nextRestartAt = value;
      return this;
    }

    public Builder health(@Nullable HealthState value) {
      this.health = value;
      return this;
    }

    public Builder failure(@Nullable Failure value) {
      this.failure = value;
      return this;
    }

    public Builder checkpoint(@Nullable CheckpointStatus value) {
      this.checkpoint = value;
      return this;
    }

    /** The record as changed; nothing is stored by this. */
    public ContainerRecord build() {
      return new ContainerRecord(
          state,
          run,
          openRun,
          mountPoint,
          network,
          configPath,
          process,
          monitor,
          startedAt,
          startedNanos,
          finishedAt,
          exitCode,
          outOfMemory,
          stoppedByUser,
          requestedBy,
          restartPolicyMatch,
          restartCount,
          shortRuns,
          nextRestartAt,
          health,
          failure,
          checkpoint);
    }
  }
}
