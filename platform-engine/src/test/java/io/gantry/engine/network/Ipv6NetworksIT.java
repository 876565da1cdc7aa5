package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Eventually;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of both families, by the real tools. */
@RequiresHost({"root", "netavark", "iptables", "ip6tables", "busybox"})
class Ipv6NetworksIT {
  private static final int PORT = 7007;

  private TestNetworks networks;

  @BeforeEach
  void open(@TempDir Path home) {
    networks = new TestNetworks(home, 0);
  }

  @AfterEach
  void close() throws IOException {
    networks.close();
  }

  @Test
  @Rule("NETWORK-9")
  void letContainersMeetInBothFamilies() throws IOException {
    Network network = networks.create(NetworkDefinition.PLAIN.withIpv6());
    NetworkAttachment server = networks.attach(TestNetworks.joining());
    NetworkAttachment friend = networks.attach(TestNetworks.joining());

    assertThat(network.gateways()).hasSize(2);
    assertThat(server.dnsServers()).isEqualTo(network.gateways());
    assertThat(server.addresses()).hasSize(2);
    assertThat(server.addresses().getLast()).startsWith("fd").endsWith("::2");
    try (ServerSocket listening = TestNetworks.listen(server, PORT)) {
      assertThat(listening.isBound()).isTrue();
      for (String address : server.addresses()) {
        assertThat(TestNetworks.reaches(friend, address, PORT)).as(address).isTrue();
      }
    }
  }

  @Test
  void answerForNamesInBothFamilies() throws IOException {
    networks.create(NetworkDefinition.PLAIN.withIpv6());
    ContainerConfig named = networks.container(TestNetworks.joining());
    NetworkAttachment server = networks.attach(named);
    NetworkAttachment friend = networks.attach(TestNetworks.joining());

    for (String asked : friend.dnsServers()) {
      Eventually.until(
          asked + " knows " + server.addresses(),
          () -> {
            String answer = lookup(friend, named.name(), asked);
            return server.addresses().stream().allMatch(answer::contains);
          });
    }
  }

  private static String lookup(NetworkAttachment from, String name, String server) {
    try {
      return NetworkHost.run(
          "nsenter", "--net=" + from.namespace(), "busybox", "nslookup", name, server);
    } catch (IOException e) {
      return "";
    }
  }

  /** netavark lets packets through before it keeps networks apart, if nobody looks after it. */
  @Test
  void keepTenantsApart() throws IOException {
    TenantId other = new TenantId("other");
    networks.create(NetworkDefinition.PLAIN.withIpv6());
    networks.all().create(other, TestNetworks.NAME, NetworkDefinition.PLAIN.withIpv6());
    ContainerConfig gone = networks.container(other, TestNetworks.joining());
    assertThat(networks.attach(gone).addresses()).hasSize(2);
    networks.all().detach(gone.id());
    NetworkAttachment server = networks.attach(TestNetworks.joining());
    NetworkAttachment stranger = networks.attach(networks.container(other, TestNetworks.joining()));

    try (ServerSocket listening = TestNetworks.listen(server, PORT)) {
      assertThat(listening.isBound()).isTrue();
      for (String address : server.addresses()) {
        assertThat(TestNetworks.reaches(stranger, address, PORT)).as(address).isFalse();
      }
    }
  }

  @Test
  @Rule("NETWORK-17")
  void publishPortsOnAddressesOfBothFamilies() throws IOException {
    networks.create(NetworkDefinition.PLAIN.withIpv6());
    String host = networks.attach(TestNetworks.joining()).dnsServers().getLast();
    networks.all().create(TenantId.DEFAULT, "back", NetworkDefinition.PLAIN.withIpv6());
    int port = TestNetworks.freePort();
    NetworkSpec spec =
        NetworkSpec.BRIDGE
            .withNetworks(List.of("back"))
            .withPorts(
                new PortMapping(null, port, PORT, null),
                new PortMapping(host, port + 1, PORT, null));
    ContainerConfig config = networks.container(spec);

    try (PortReservation reservation = networks.all().reserve(config)) {
      assertThat(reservation.sockets()).hasSize(3);
      refused(ErrorCode.PORT_IN_USE, () -> networks.all().reserve(config));
      NetworkAttachment published = networks.attach(config);
      try (ServerSocket listening = TestNetworks.listen(published, PORT)) {
        assertThat(listening.isBound()).isTrue();
        assertThat(TestNetworks.reaches("127.0.0.1", port)).isTrue();
        assertThat(TestNetworks.reaches(host, port)).isTrue();
        assertThat(TestNetworks.reaches(host, port + 1)).isTrue();
      }
      networks.all().detach(config.id());
    }

    networks.all().reserve(config).close();
    assertThat(NetworkHost.run("ip6tables-save")).doesNotContain("--dport " + port);
  }

  @Test
  @Rule("NETWORK-9")
  void haveIpv6AloneIfThatIsAskedFor() throws IOException {
    Network network = networks.create(NetworkDefinition.of("fd07:2::/64").withIpv6Only());
    ContainerConfig named = networks.container(TestNetworks.joining());
    NetworkAttachment server = networks.attach(named);
    NetworkAttachment friend = networks.attach(TestNetworks.joining());

    assertThat(network.gateways()).containsExactly("fd07:2::1");
    assertThat(server.interfaces().getFirst().addresses()).containsExactly("fd07:2::2/64");
    assertThat(server.dnsServers()).containsExactly("fd07:2::1");
    assertThat(NetworkHost.run("nsenter", "--net=" + server.namespace(), "ip", "-4", "addr"))
        .doesNotContain("eth0");
    Eventually.until(
        "the server of names knows it",
        () -> lookup(friend, named.name(), "fd07:2::1").contains("fd07:2::2"));
    try (ServerSocket listening = TestNetworks.listen(server, PORT)) {
      assertThat(listening.isBound()).isTrue();
      assertThat(TestNetworks.reaches(friend, "fd07:2::2", PORT)).isTrue();
    }
    networks.all().detach(named.id());
    assertThat(networks.all().openAgain(named, server).addresses()).containsExactly("fd07:2::2");
    networks.all().detach(named.id());
  }

  @Test
  @Rule("NETWORK-17")
  void publishPortsOnIpv6AloneWhereThereIsNoOther() throws IOException {
    networks.create(NetworkDefinition.PLAIN.withIpv6Only());
    networks.all().create(TenantId.DEFAULT, "front", NetworkDefinition.PLAIN.withIpv6());
    String host =
        networks.attach(NetworkSpec.BRIDGE.withNetworks(List.of("front"))).dnsServers().getLast();
    int port = TestNetworks.freePort();
    NetworkSpec spec = TestNetworks.joining().withPorts(new PortMapping(null, port, PORT, null));
    ContainerConfig config = networks.container(spec);

    try (PortReservation reservation = networks.all().reserve(config)) {
      assertThat(reservation.sockets()).hasSize(1);
      NetworkAttachment published = networks.attach(config);
      try (ServerSocket listening = TestNetworks.listen(published, PORT)) {
        assertThat(listening.isBound()).isTrue();
        assertThat(TestNetworks.reaches(host, port)).isTrue();
        assertThat(TestNetworks.reaches("127.0.0.1", port)).isFalse();
      }
      networks.all().detach(config.id());
    }
    NetworkSpec ipv4 =
        TestNetworks.joining().withPorts(new PortMapping("127.0.0.1", port, PORT, null));
    refused(ErrorCode.INVALID_ARGUMENT, () -> networks.all().reserve(networks.container(ipv4)));
  }

  @Test
  void refusePortsOnAddressesTheyCannotBePublishedOn() {
    networks.create(NetworkDefinition.PLAIN.withIpv6());

    for (String every : List.of("0.0.0.0", "::")) {
      NetworkSpec dual = TestNetworks.joining().withPorts(new PortMapping(every, 8080, 80, null));
      refused(ErrorCode.INVALID_ARGUMENT, () -> networks.all().reserve(networks.container(dual)));
    }
    NetworkSpec plain = NetworkSpec.BRIDGE.withPorts(new PortMapping("fd01::1", 8080, 80, null));
    refused(ErrorCode.INVALID_ARGUMENT, () -> networks.all().reserve(networks.container(plain)));
  }

  @Test
  @Rule("NETWORK-8")
  void areTakenDownWhenTheNamespaceIsGone() throws IOException {
    networks.create(NetworkDefinition.PLAIN.withIpv6());
    PortMapping port = new PortMapping(null, TestNetworks.freePort(), PORT, null);
    ContainerConfig config = networks.container(TestNetworks.joining().withPorts(port));
    NetworkNamespace.remove(networks.attach(config).namespace());

    networks.all().detach(config.id());

    assertThat(NetworkHost.run("ip6tables-save")).doesNotContain("--dport " + port.hostPort());
  }

  @Test
  void haveTheSubnetsAndTheGatewayThatAreAskedFor() {
    Network network = networks.create(NetworkDefinition.of("10.254.81.0/28", "fd07:1::/80"));

    NetworkAttachment attachment = networks.attach(TestNetworks.joining());

    assertThat(attachment.interfaces().getFirst().addresses())
        .containsExactly("10.254.81.2/28", "fd07:1::2/80");
    assertThat(networks.all().inspect(TenantId.DEFAULT, TestNetworks.NAME)).isEqualTo(network);
    refused(
        ErrorCode.CONFLICT,
        () ->
            networks
                .all()
                .create(TenantId.DEFAULT, "more", NetworkDefinition.of("fd07:1:0:0:0:5::/112")));
  }

  private static void refused(ErrorCode code, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
