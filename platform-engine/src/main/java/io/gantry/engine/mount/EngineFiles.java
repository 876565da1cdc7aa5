package io.gantry.engine.mount;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.network.HostResolver;
import io.gantry.engine.network.HostsFile;
import io.gantry.engine.network.ResolvFile;
import io.gantry.engine.network.ServerReach;
import io.gantry.engine.network.SharedHosts;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files the engine gives to a container: names, resolver, host name, time zone, and where its
 * shared memory and init program come from. Written anew for each run, on tmpfs (RUNDIR-1 to
 * RUNDIR-4, NETWORK-14).
 */
public final class EngineFiles {
  /** Where the runtime finds the small init process. */
  public static final String INIT = "/run/gantry-init";

  private static final Path HOSTS_OF_HOST = Path.of("/etc/hosts");
  private static final int READABLE = 0644;
  private static final String LOOPBACK = "127.0.0.1";

  private final HostResolver resolver;
  private final @Nullable Path initProgram;

  /**
   * @param initProgram absent if the host has none
   */
  public EngineFiles(HostResolver resolver, @Nullable Path initProgram) {
    this.resolver = resolver;
    this.initProgram = initProgram;
  }

  /**
   * Writes them.
   *
   * @param hostname what the container calls itself
   * @param network absent without a bridge
   * @return destination in the container to source on the host, for the runtime spec
   */
  public Map<String, Path> write(
      ContainerConfig config, String hostname, @Nullable NetworkAttachment network) {
    Path directory = config.runDir();
    ContainerSpec spec = config.spec();
    Map<String, Path> files = new LinkedHashMap<>();
    try {
      Files.createDirectories(directory);
      addNames(config, hostname, network, files);
      files.put("/etc/hostname", RunFile.write(directory, "hostname", hostname + "\n", READABLE));
      files.put("/run/.containerenv", containerEnvironment(config));
      String zone = spec.timezone();
      if (zone != null) {
        byte[] content = Timezone.content(zone);
        files.put("/etc/localtime", RunFile.write(directory, "localtime", content, READABLE));
      }
    } catch (SyscallException e) {
      throw failure(config, e.code(), e);
    } catch (IOException e) {
      throw failure(config, ErrorCode.INTERNAL, e);
    }
    Shm.source(config).ifPresent(source -> files.put(Shm.DESTINATION, source));
    Optional.ofNullable(initProgram)
        .filter(program -> spec.init())
        .ifPresent(program -> files.put(INIT, program));
    return files;
  }

  /** Tells a created container its addresses and servers, in the files it has mounted. */
  public void rename(ContainerConfig config, String hostname, NetworkAttachment network) {
    try {
      new SharedHosts(config.runDir().resolve("hosts")).rewrite(hosts(config, hostname, network));
      RunFile.rewrite(
          config.runDir(), "resolv.conf", resolv(config.spec().network(), network).text());
    } catch (SyscallException e) {
      throw failure(config, e.code(), e);
    } catch (IOException e) {
      throw failure(config, ErrorCode.INTERNAL, e);
    }
  }

  /** Who joins a network has the files of its owner, and a line in them (NETWORK-14). */
  private void addNames(
      ContainerConfig config,
      String hostname,
      @Nullable NetworkAttachment network,
      Map<String, Path> files)
      throws IOException {
    Path directory = config.runDir();
    ContainerId owner = config.sharing().network();
    if (owner != null) {
      Path shared = config.runDirOf(owner);
      new SharedHosts(shared.resolve("hosts")).add(config.id().shortId(), config.name());
      files.put("/etc/hosts", shared.resolve("hosts"));
      files.put("/etc/resolv.conf", shared.resolve("resolv.conf"));
      return;
    }
    String hosts = hosts(config, hostname, network);
    files.put("/etc/hosts", RunFile.write(directory, "hosts", hosts, READABLE));
    String resolv = resolv(config.spec().network(), network).text();
    files.put("/etc/resolv.conf", RunFile.write(directory, "resolv.conf", resolv, READABLE));
  }

  private String hosts(ContainerConfig config, String hostname, @Nullable NetworkAttachment network)
      throws IOException {
    NetworkSpec spec = config.spec().network();
    HostsFile hosts = new HostsFile().user(spec.extraHosts());
    if (spec.mode() == NetworkSpec.Mode.HOST && Files.isReadable(HOSTS_OF_HOST)) {
      hosts.base(Files.readString(HOSTS_OF_HOST));
    }
    hosts.loopback().host(gateway(network));
    List<String> addresses = network == null ? List.of(LOOPBACK) : network.addresses();
    return hosts.container(addresses, hostname, config.name()).text();
  }

  private static @Nullable String gateway(@Nullable NetworkAttachment network) {
    return network == null
        ? null
        : network.interfaces().stream()
            .flatMap(link -> link.gateways().stream())
            .findFirst()
            .orElse(null);
  }

  private ResolvFile resolv(NetworkSpec spec, @Nullable NetworkAttachment network) {
    ServerReach reach = reach(spec, network);
    List<String> offered = network == null ? List.of() : network.dnsServers();
    return ResolvFile.of(spec, offered, resolver.read(reach), reach);
  }

  private static ServerReach reach(NetworkSpec spec, @Nullable NetworkAttachment network) {
    if (spec.mode() == NetworkSpec.Mode.HOST) {
      return ServerReach.HOST;
    }
    if (network == null || !network.hasIpv6()) {
      return ServerReach.IPV4;
    }
    return network.hasIpv4() ? ServerReach.DUAL : ServerReach.IPV6;
  }

  /** Empty for ordinary containers; a privileged one may know more (RUNDIR-4). */
  private static Path containerEnvironment(ContainerConfig config) throws SyscallException {
    String text =
        config.spec().security().privileged()
            ? """
            engine="gantry"
            name="%s"
            id="%s"
            image="%s"
            imageid="%s"
            rootless=0
            """
                .formatted(
                    config.name(),
                    config.id(),
                    config.spec().image().replaceAll("[\\p{Cntrl}\"]", "?"),
                    config.image().id().hex())
            : "";
    return RunFile.write(config.runDir(), ".containerenv", text, READABLE);
  }

  private static GantryException failure(
      ContainerConfig config, ErrorCode code, IOException cause) {
    return GantryException.of(code, "its engine files cannot be written", cause)
        .about("container", config.id());
  }
}
