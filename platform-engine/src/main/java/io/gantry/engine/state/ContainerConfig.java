package io.gantry.engine.state;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.HealthSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.linux.IdMaps;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a container that is fixed at creation; only an update of limits, labels or policies,
 * or a change of its networks, replaces its spec, and a rename its name.
 *
 * @param image the image as it was at creation; a later pull of its name changes nothing here
 * @param sharing whose namespaces it joins
 * @param ids what its user and group ids are on the host
 * @param membership what it is in its pod; absent without one
 * @param staticDir the bundle: lives as long as the container
 * @param runDir on tmpfs, lost at a reboot
 */
public record ContainerConfig(
    ContainerId id,
    TenantId tenant,
    String name,
    ContainerSpec spec,
    ImageDetail image,
    Instant createdAt,
    Path staticDir,
    Path runDir,
    Path logPath,
    Sharing sharing,
    IdMaps ids,
    @Nullable PodMembership membership) {

  public ContainerConfig {
    sharing = sharing == null ? Sharing.NOTHING : sharing;
    ids = ids == null ? IdMaps.HOST : ids;
  }

  /** A container that shares nothing with others. */
  public ContainerConfig(
      ContainerId id,
      TenantId tenant,
      String name,
      ContainerSpec spec,
      ImageDetail image,
      Instant createdAt,
      Path staticDir,
      Path runDir,
      Path logPath) {
    this(
        id,
        tenant,
        name,
        spec,
        image,
        createdAt,
        staticDir,
        runDir,
        logPath,
        Sharing.NOTHING,
        IdMaps.HOST,
        null);
  }

  /** How to find out whether it is well: its user's way, else its image's; absent is none. */
  public @Nullable HealthSpec health() {
    return spec.health() == null ? image.config().health() : spec.health();
  }

  /** The same container with another spec. */
  public ContainerConfig withSpec(ContainerSpec changed) {
    return new ContainerConfig(
        id,
        tenant,
        name,
        changed,
        image,
        createdAt,
        staticDir,
        runDir,
        logPath,
        sharing,
        ids,
        membership);
  }

  /** The same container under another name. */
  public ContainerConfig withName(String other) {
    return new ContainerConfig(
        id,
        tenant,
        other,
        spec,
        image,
        createdAt,
        staticDir,
        runDir,
        logPath,
        sharing,
        ids,
        membership);
  }

  /** The same container, sharing this. */
  public ContainerConfig withSharing(Sharing shared) {
    return new ContainerConfig(
        id,
        tenant,
        name,
        spec,
        image,
        createdAt,
        staticDir,
        runDir,
        logPath,
        shared,
        ids,
        membership);
  }

  /** The same container with these ids on the host. */
  public ContainerConfig withIds(IdMaps maps) {
    return new ContainerConfig(
        id,
        tenant,
        name,
        spec,
        image,
        createdAt,
        staticDir,
        runDir,
        logPath,
        sharing,
        maps,
        membership);
  }

  /** The same container in a pod, or in none. */
  public ContainerConfig withMembership(@Nullable PodMembership member) {
    return new ContainerConfig(
        id, tenant, name, spec, image, createdAt, staticDir, runDir, logPath, sharing, ids, member);
  }

  /** What it is called on its networks: as its pod, if it has one (NETWORK-10). */
  public String networkName() {
    return membership == null ? name : membership.podName();
  }

  /** Whether it holds the namespaces of its pod. */
  public boolean holdsPod() {
    return membership != null && membership.role() == PodMembership.Role.INFRA;
  }

  /** The bundle of another container of this engine. */
  public Path staticDirOf(ContainerId other) {
    return staticDir.resolveSibling(other.value());
  }

  /** The run directory of another container of this engine. */
  public Path runDirOf(ContainerId other) {
    return runDir.resolveSibling(other.value());
  }
}
