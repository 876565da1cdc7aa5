package io.gantry.ctl.spec;

import io.gantry.api.container.ContainerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All options that describe a container, for {@code run}, {@code create} and workloads alike. */
public final class SpecOptions {
  @Option(names = "--name", description = "Name, unique in the tenant (default: a generated one).")
  private @Nullable String name;

  @Option(names = "--node", description = "Node it must run on (default: the fleet chooses).")
  private @Nullable String node;

  @Mixin private final ProcessOptions process = new ProcessOptions();
  @Mixin private final LifeOptions life = new LifeOptions();
  @Mixin private final HealthOptions health = new HealthOptions();
  @Mixin private final NetworkOptions network = new NetworkOptions();
  @Mixin private final MountOptions mounts = new MountOptions();
  @Mixin private final SecretOptions secrets = new SecretOptions();
  @Mixin private final ResourceOptions resources = new ResourceOptions();
  @Mixin private final NamespaceOptions namespaces = new NamespaceOptions();
  @Mixin private final SecurityOptions security = new SecurityOptions();

  public @Nullable String node() {
    return node;
  }

  public @Nullable String name() {
    return name;
  }

  public boolean tty() {
    return process.tty();
  }

  public boolean stdin() {
    return process.stdin();
  }

  /** The container these options describe. */
  public ContainerSpec spec(String image, List<String> command) {
    ContainerSpec spec = nameless(image, command);
    return name == null ? spec : spec.toBuilder().name(name).build();
  }

  /** The same without the name, which is that of something else. */
  public ContainerSpec nameless(String image, List<String> command) {
    ContainerSpec.Builder builder = ContainerSpec.builder(image);
    process.addTo(builder);
    life.addTo(builder);
    return builder
        .command(command.toArray(String[]::new))
        .health(health.health())
        .network(network.network())
        .mounts(mounts.mounts())
        .secrets(secrets.secrets())
        .resources(resources.resources())
        .security(security.security(namespaces))
        .namespaces(namespaces.namespaces())
        .systemd(process.systemd())
        .build();
  }
}
