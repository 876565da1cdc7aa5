package io.gantry.api.image;

import io.gantry.api.container.HealthSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an image says about running it, as the OCI image configuration does.
 *
 * @param environment lines of {@code NAME=value}
 * @param volumes absolute paths that want a volume
 * @param labels for people; they never steer the engine
 * @param health how to find out whether its containers are well, unless they say it; absent is none
 */
public record ImageConfig(
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    @Nullable String workingDirectory,
    @Nullable String user,
    @Nullable String stopSignal,
    List<String> volumes,
    Map<String, String> labels,
    @Nullable HealthSpec health) {
  /** An image that says nothing. */
  public static final ImageConfig EMPTY =
      new ImageConfig(null, null, null, null, null, null, null, null);

  /** Without a health check. */
  public ImageConfig(
      @Nullable List<String> entrypoint,
      @Nullable List<String> command,
      @Nullable List<String> environment,
      @Nullable String workingDirectory,
      @Nullable String user,
      @Nullable String stopSignal,
      @Nullable List<String> volumes,
      @Nullable Map<String, String> labels) {
    this(
        entrypoint,
        command,
        environment,
        workingDirectory,
        user,
        stopSignal,
        volumes,
        labels,
        null);
  }

  public ImageConfig(
      @Nullable List<String> entrypoint,
      @Nullable List<String> command,
      @Nullable List<String> environment,
      @Nullable String workingDirectory,
      @Nullable String user,
      @Nullable String stopSignal,
      @Nullable List<String> volumes,
      @Nullable Map<String, String> labels,
      @Nullable HealthSpec health) {
    this.entrypoint = entrypoint == null ? List.of() : List.copyOf(entrypoint);
    this.command = command == null ? List.of() : List.copyOf(command);
    this.environment = environment == null ? List.of() : List.copyOf(environment);
    this.workingDirectory = workingDirectory;
    this.user = user;
    this.stopSignal = stopSignal;
    this.volumes = volumes == null ? List.of() : List.copyOf(volumes);
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.health = health;
  }
}
