package io.gantry.engine.spec;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.selinux.Isolation;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Sharing;
import io.gantry.engine.volume.VolumeMount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Builds requests for specs; a request is a plain one unless the test says otherwise. */
public final class SpecRequests {
  public static final ContainerId ID = new ContainerId("ab".repeat(32));
  static final Path PROFILE = Path.of("src/test/resources/seccomp-small.json");

  private ImageConfig image =
      new ImageConfig(null, List.of("/bin/sh"), null, null, null, null, null, null);
  private ResolvedUser user = ResolvedUser.ROOT;
  private @Nullable Path networkNamespace = Path.of("/run/gantry/netns/n1");
  private IdMaps ids = IdMaps.HOST;
  private Sharing sharing = Sharing.NOTHING;
  private Map<String, Path> engineMounts = Map.of();
  private List<VolumeMount> volumes = List.of();
  private HostFacts host = host(EnumSet.allOf(Capability.class), true, Path.of("/bin/catatonit"));

  public static SpecRequests aRequest() {
    return new SpecRequests();
  }

  static ContainerSpec.Builder aContainer() {
    return ContainerSpec.builder("busybox");
  }

  static HostFacts host(Set<Capability> capabilities, boolean unified, @Nullable Path initProgram) {
    return new HostFacts(
        "host.example",
        "amd64",
        capabilities,
        Map.of("nofile", 20_000L),
        unified,
        true,
        new SeccompProfiles(List.of(PROFILE), Path.of("src/test/resources")),
        initProgram,
        null,
        false,
        Isolation.HOST_KERNEL);
  }

  /** The same host with SELinux. */
  static HostFacts withSelinux(HostFacts host) {
    return new HostFacts(
        host.hostname(),
        host.architecture(),
        host.capabilities(),
        host.hardLimits(),
        host.unifiedCgroups(),
        host.swapAccounting(),
        host.seccompProfiles(),
        host.initProgram(),
        host.apparmorProfile(),
        true,
        Isolation.HOST_KERNEL);
  }

  public SpecRequests image(ImageConfig value) {
    image = value;
    return this;
  }

  SpecRequests user(ResolvedUser value) {
    user = value;
    return this;
  }

  SpecRequests networkNamespace(@Nullable Path value) {
    networkNamespace = value;
    return this;
  }

  SpecRequests ids(IdMaps value) {
    ids = value;
    return this;
  }

  SpecRequests sharing(Sharing value) {
    sharing = value;
    return this;
  }

  SpecRequests engineMounts(Map<String, Path> value) {
    engineMounts = value;
    return this;
  }

  SpecRequests volumes(VolumeMount... value) {
    volumes = List.of(value);
    return this;
  }

  SpecRequests host(HostFacts value) {
    host = value;
    return this;
  }

  public ObjectNode generate(ContainerSpec.Builder spec) {
    return RuntimeSpec.generate(build(spec.build()));
  }

  SpecRequest build(ContainerSpec spec) {
    ContainerConfig config = config(spec, image).withIds(ids).withSharing(sharing);
    return new SpecRequest(
        config,
        Path.of("/root-of-container"),
        user,
        RuntimeSpec.hostname(config, host.hostname()),
        networkNamespace == null ? Map.of() : Map.of("network", networkNamespace),
        engineMounts,
        volumes,
        "/gantry/gantry-" + ID,
        host);
  }

  public static ContainerConfig config(ContainerSpec spec, ImageConfig image) {
    return new ContainerConfig(
        ID,
        TenantId.DEFAULT,
        "web",
        spec,
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of(spec.image()),
            image,
            List.of(),
            "amd64",
            "linux",
            null,
            0),
        Instant.EPOCH,
        Path.of("/static"),
        Path.of("/run"),
        Path.of("/static/ctr.log"));
  }
}
