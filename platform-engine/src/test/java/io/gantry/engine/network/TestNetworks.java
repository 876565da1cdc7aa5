package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The networks of a node during a test, which leave nothing behind. */
final class TestNetworks implements AutoCloseable {
  static final String NAME = "test";
  private static final int PATIENCE_MILLIS = 1500;

  private final Path home;
  private final Database database;
  private final Networks networks;

  TestNetworks(Path home, int mostSpares) {
    this.home = home;
    this.database =
        Database.open(
            home.resolve("engine.sqlite"), new Reserve(home.resolve("r"), 0), Networks.schema());
    this.networks =
        new Networks(
            database, home.resolve("run"), Clock.systemUTC(), new SecureRandom(), mostSpares);
  }

  Networks all() {
    return networks;
  }

  /** Makes the network that {@link #joining} means. */
  Network create(NetworkDefinition definition) {
    return networks.create(TenantId.DEFAULT, NAME, definition);
  }

  static NetworkSpec joining() {
    return NetworkSpec.BRIDGE.withNetworks(List.of(NAME));
  }

  ContainerConfig container(NetworkSpec spec) {
    return container(TenantId.DEFAULT, spec);
  }

  ContainerConfig container(TenantId tenant, NetworkSpec spec) {
    return NetworkHost.container(home, tenant, spec);
  }

  NetworkAttachment attach(NetworkSpec spec) {
    return attach(container(spec));
  }

  NetworkAttachment attach(ContainerConfig config) {
    NetworkAttachment attachment = networks.open(config).orElseThrow();
    networks.connect(config.id());
    return attachment;
  }

  /** Listens on every address of the namespace, of both families. */
  static ServerSocket listen(NetworkAttachment in, int port) throws IOException {
    return NetworkNamespace.inside(in.namespace(), () -> new ServerSocket(port));
  }

  static boolean reaches(NetworkAttachment from, String address, int port) throws IOException {
    return NetworkNamespace.inside(from.namespace(), () -> reaches(address, port));
  }

  static boolean reaches(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that is free now, with others behind it. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Math.min(socket.getLocalPort(), 60_000);
    }
  }

  @Override
  public void close() throws IOException {
    List<Network> known = networks.list(TenantId.DEFAULT);
    networks.purge();
    for (Network network : known) {
      assertThat(Path.of("/sys/class/net", network.bridge())).doesNotExist();
      assertThat(NetworkHost.run("iptables-save")).doesNotContain(network.subnet().toString());
      assertThat(NetworkHost.run("ip6tables-save")).doesNotContain(network.bridge());
    }
    networks.close();
    database.close();
  }
}
