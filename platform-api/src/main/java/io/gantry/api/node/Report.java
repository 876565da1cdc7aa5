package io.gantry.api.node;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.container.HealthState;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.ImageSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a node tells, out of its outbox. {@code (node, epoch, sequence)} makes it once; exactly
 * one of the bodies is present.
 *
 * @param sequence grows with each report of the epoch
 * @param at the node's clock
 */
public record Report(
    long sequence,
    Instant at,
    @Nullable ContainerStatus status,
    @Nullable ExitRecord exit,
    @Nullable Event event,
    @Nullable Images images) {

  /**
   * What a container is on its node.
   *
   * @param generation the assignment's generation that was reached, as far as it could be
   * @param launch the newest launch acted on; 0 if none
   * @param run number of the newest run, 0 before the first
   * @param health absent without a health check
   * @param failure why the goal is not reached
   */
  public record ContainerStatus(
      ContainerId container,
      long generation,
      long launch,
      boolean removed,
      ContainerState state,
      long run,
      @Nullable Integer exitCode,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      int restartCount,
      @Nullable Instant nextRestartAt,
      boolean outOfMemory,
      @Nullable String imageId,
      List<String> addresses,
      @Nullable HealthState health,
      @Nullable Failure failure) {
    public ContainerStatus {
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
    }
  }

  /**
   * Why a container is not what it should be.
   *
   * @param message for people, with no secret in it
   */
  public record Failure(ErrorCode code, String message) {}

  /** An event of the engine, in Podman's words: {@code start}, {@code died}, {@code stop}, … */
  public record Event(
      TenantId tenant, @Nullable ContainerId container, String action, @Nullable String detail) {}

  /** All images one tenant has on the node. */
  public record Images(TenantId tenant, List<ImageSummary> images) {
    public Images {
      images = images == null ? List.of() : List.copyOf(images);
    }
  }
}
