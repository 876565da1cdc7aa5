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
import io.gantry.engine.Rule;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost({"root", "netavark", "iptables"})
class NetworksIT {
  private static final TenantId OTHER = new TenantId("other");
  private static final int PORT = 7007;
  private static final int PATIENCE_MILLIS = 1500;

  private final SecureRandom random = new SecureRandom();
  private Path home;
  private Database database;
  private Networks networks;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
    database =
        Database.open(
            home.resolve("engine.sqlite"), new Reserve(home.resolve("r"), 0), Networks.schema());
    networks = new Networks(database, home.resolve("run"), Clock.systemUTC(), random, 0);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    networks.purge();
    assertThat(Files.exists(Path.of("/sys/class/net", bridge()))).isFalse();
    networks.close();
    database.close();
  }

  @Test
  @Rule({"NETWORK-2", "NETWORK-9", "NETWORK-16"})
  void connectsAContainer() throws IOException {
    NetworkAttachment attachment = attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));

    String address = attachment.addresses().getFirst();
    assertThat(
            NetworkNamespace.inside(
                attachment.namespace(),
                () -> NetworkInterface.getByName("eth0").getInterfaceAddresses().toString()))
        .contains(address + "/24");
    assertThat(attachment.dnsServers()).hasSize(1);
    assertThat(attachment.interfaces().getFirst().network()).isEqualTo("default");
    assertThat(Files.exists(Path.of("/sys/class/net", bridge()))).isTrue();
  }

  @Test
  @Rule("NETWORK-16")
  void attachesNothingWithoutABridge() {
    assertThat(networks.open(container(TenantId.DEFAULT, NetworkSpec.of(NetworkSpec.Mode.NONE))))
        .isEmpty();
    assertThat(networks.open(container(TenantId.DEFAULT, NetworkSpec.of(NetworkSpec.Mode.HOST))))
        .isEmpty();
  }

  @Test
  @Rule("NETWORK-16")
  void leavesOutPublishedPortsWithoutABridgeAndSaysSo() throws IOException {
    PortMapping mapping = new PortMapping(null, freePort(), PORT, PortMapping.Protocol.TCP);
    for (NetworkSpec spec :
        List.of(
            NetworkSpec.of(NetworkSpec.Mode.NONE),
            NetworkSpec.of(NetworkSpec.Mode.HOST),
            NetworkSpec.of("owner"))) {
      try (LogCapture log = LogCapture.of(Networks.class);
          PortReservation reservation =
              networks.reserve(container(TenantId.DEFAULT, spec.withPorts(mapping)));
          ServerSocket free = new ServerSocket(mapping.hostPort())) {
        assertThat(free.isBound()).isTrue();
        assertThat(reservation.sockets()).isEmpty();
        assertThat(log.warnings()).contains("published ports are left out");
      }
    }
  }

  @Test
  void prunesWhatNobodyUses() {
    Network used = networks.create(TenantId.DEFAULT, "used", NetworkDefinition.PLAIN);
    Network asked = networks.create(TenantId.DEFAULT, "asked", NetworkDefinition.PLAIN);
    Network idle = networks.create(TenantId.DEFAULT, "idle", NetworkDefinition.PLAIN);
    Network others = networks.create(OTHER, "others", NetworkDefinition.PLAIN);
    ContainerConfig user =
        container(TenantId.DEFAULT, NetworkSpec.BRIDGE.withNetworks(List.of("used")));
    NetworkAttachment attachment = attach(user);

    assertThat(networks.prune(TenantId.DEFAULT, Set.of("asked"))).containsExactly(idle);

    assertThat(attachment.interfaces()).hasSize(1);
    assertThat(networks.list(TenantId.DEFAULT)).containsExactlyInAnyOrder(used, asked);
    assertThat(networks.list(OTHER)).containsExactly(others);
  }

  @Test
  void letsContainersOfATenantMeetAndKeepsTenantsApart() throws IOException {
    NetworkAttachment server = attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));
    NetworkAttachment friend = attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));
    NetworkAttachment stranger = attach(container(OTHER, NetworkSpec.BRIDGE));
    String address = server.addresses().getFirst();

    try (ServerSocket listening =
        NetworkNamespace.inside(server.namespace(), () -> new ServerSocket(PORT))) {
      assertThat(listening.isBound()).isTrue();
      assertThat(reaches(friend, address)).isTrue();
      assertThat(reaches(stranger, address)).isFalse();
    }
  }

  /** netavark deletes its jump with a network's last container, and later pays no heed to order. */
  @Test
  void keepsTenantsApartWhoeverCameAndWentBefore() throws IOException, InterruptedException {
    ContainerConfig gone = container(OTHER, NetworkSpec.BRIDGE);
    assertThat(attach(gone).addresses()).isNotEmpty();
    networks.detach(gone.id());
    NetworkAttachment server = attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));
    NetworkAttachment stranger = attach(container(OTHER, NetworkSpec.BRIDGE));
    new ProcessBuilder("iptables", "--wait", "-D", "FORWARD", "-j", "NETAVARK_ISOLATION_1")
        .start()
        .waitFor();

    try (ServerSocket listening =
        NetworkNamespace.inside(server.namespace(), () -> new ServerSocket(PORT))) {
      assertThat(listening.isBound()).isTrue();
      assertThat(reaches(stranger, server.addresses().getFirst())).isFalse();
    }
  }

  @Test
  @Rule("NETWORK-17")
  void publishesAPort() throws IOException {
    PortMapping mapping = new PortMapping(null, freePort(), PORT, PortMapping.Protocol.TCP);
    NetworkSpec spec = NetworkSpec.BRIDGE.withPorts(mapping);
    ContainerConfig config = container(TenantId.DEFAULT, spec);

    try (PortReservation reservation = networks.reserve(config)) {
      assertThat(reservation.sockets()).hasSize(1);
      assertCode(ErrorCode.PORT_IN_USE, () -> networks.reserve(config));
      NetworkAttachment attachment = attach(config);
      try (ServerSocket listening =
              NetworkNamespace.inside(attachment.namespace(), () -> new ServerSocket(PORT));
          Socket client = new Socket(InetAddress.getLoopbackAddress(), mapping.hostPort());
          Socket accepted = listening.accept()) {
        client.getOutputStream().write(42);
        assertThat(accepted.getInputStream().read()).isEqualTo(42);
      }
      networks.detach(config.id());
    }

    networks.reserve(config).close();
    assertThat(rules()).doesNotContain("--dport " + mapping.hostPort());
  }

  @Test
  @Rule("NETWORK-17")
  void reservesAllPortsOrNone() throws IOException {
    int free = freePort();
    try (ServerSocket taken = new ServerSocket(0)) {
      NetworkSpec spec =
          NetworkSpec.BRIDGE.withPorts(
              new PortMapping("127.0.0.1", free, 1, PortMapping.Protocol.UDP),
              new PortMapping(null, free, 1, PortMapping.Protocol.TCP),
              new PortMapping(null, taken.getLocalPort(), 1, PortMapping.Protocol.TCP));

      assertCode(ErrorCode.PORT_IN_USE, () -> networks.reserve(container(TenantId.DEFAULT, spec)));
    }

    new ServerSocket(free).close();
  }

  @Test
  @Rule({"NETWORK-7", "NETWORK-8"})
  void detachesAgainAndAgain() {
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    NetworkAttachment attachment = attach(config);

    networks.detach(config.id());
    networks.detach(config.id());

    assertThat(attachment.namespace()).doesNotExist();
    assertThat(Files.exists(Path.of("/sys/class/net", bridge()))).isFalse();
  }

  @Test
  @Rule("NETWORK-8")
  void detachesWhenTheNamespaceIsGone() throws IOException {
    PortMapping mapping = new PortMapping(null, freePort(), PORT, PortMapping.Protocol.TCP);
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE.withPorts(mapping));
    NetworkAttachment attachment = attach(config);
    NetworkNamespace.remove(attachment.namespace());

    networks.detach(config.id());

    assertThat(Files.exists(Path.of("/sys/class/net", bridge()))).isFalse();
    assertThat(rules()).doesNotContain("--dport " + mapping.hostPort());
  }

  @Test
  @Rule("NETWORK-8")
  void detachesWhenTheBridgeIsGone() throws Exception {
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    attach(config);
    NetworkHost.run("ip", "link", "delete", bridge());

    networks.detach(config.id());

    assertThat(rules()).doesNotContain(subnet());
  }

  @Test
  @Rule("NETWORK-9")
  void givesAddressesBackWhenSetupFails() throws Exception {
    Networks broken = new Networks(database, home.resolve("broken"), Clock.systemUTC(), random, 0);
    Files.writeString(home.resolve("broken/netavark"), "in the way of the tool's directory");
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);

    assertCode(ErrorCode.NETWORK, () -> attach(broken, config));
    Files.delete(home.resolve("broken/netavark"));
    broken.detach(config.id());

    assertThat(attach(broken, config).addresses()).hasSize(1);
    broken.purge();
    broken.close();
  }

  @Test
  void findsLeftAttachmentsAfterACrash() {
    ContainerConfig left = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    ContainerConfig kept = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    NetworkAttachment leftAttachment = attach(left);
    NetworkAttachment keptAttachment = attach(kept);
    networks.close();

    networks = new Networks(database, home.resolve("run"), Clock.systemUTC(), random, 0);
    networks.cleanOrphans(Set.of(kept.id()));

    assertThat(leftAttachment.namespace()).doesNotExist();
    assertThat(keptAttachment.namespace()).exists();
  }

  @Test
  void sweepsANetworkWhoseAttachmentsWereForgotten() throws Exception {
    NetworkAttachment attachment = attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));
    networks.close();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(home.resolve("run/network.sqlite" + suffix));
    }

    networks = new Networks(database, home.resolve("run"), Clock.systemUTC(), random, 0);
    networks.cleanOrphans(Set.of());

    assertThat(attachment.namespace()).doesNotExist();
    assertThat(Files.exists(Path.of("/sys/class/net", bridge()))).isFalse();
    assertThat(rules()).doesNotContain(subnet());
  }

  /** It writes its file late, or its netavark was killed before it did. */
  @Test
  void endsADnsServerThatNetavarkDoesNotKnow() throws Exception {
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    attach(config);
    Files.delete(home.resolve("run/netavark/aardvark-dns/aardvark.pid"));
    networks.detach(config.id());

    networks.cleanOrphans(Set.of());

    assertThat(NetworkHost.run("pgrep", "-f", "^.*aardvark-dns --config " + home)).isEmpty();
  }

  @Test
  void findsTheDnsServerOfANetworkAgain() throws Exception {
    ContainerConfig config = container(TenantId.DEFAULT, NetworkSpec.BRIDGE);
    attach(config);
    Path file = home.resolve("run/netavark/aardvark-dns/aardvark.pid");
    String before = Files.readString(file);
    Files.delete(file);

    networks.cleanOrphans(Set.of(config.id()));

    assertThat(file).hasContent(before);
  }

  @Test
  void joinsSeveralNetworks() throws IOException {
    networks.create(TenantId.DEFAULT, "back", NetworkDefinition.PLAIN.withoutWayOut());
    NetworkSpec spec = NetworkSpec.BRIDGE.withNetworks(List.of("default", "back"));

    NetworkAttachment attachment = attach(container(TenantId.DEFAULT, spec));

    assertThat(attachment.interfaces())
        .extracting(NetworkAttachment.Interface::name)
        .containsExactly("eth0", "eth1");
    assertThat(
            NetworkNamespace.inside(
                attachment.namespace(), () -> NetworkInterface.getByName("eth1") != null))
        .isTrue();
    assertCode(ErrorCode.NETWORK_IN_USE, () -> networks.remove(TenantId.DEFAULT, "back"));
  }

  @Test
  void keepsNetworksOfTenantsApartByName() {
    networks.create(OTHER, "back", NetworkDefinition.of("10.254.77.0/28"));

    assertCode(ErrorCode.NO_SUCH_NETWORK, () -> networks.inspect(TenantId.DEFAULT, "back"));
    assertCode(
        ErrorCode.NAME_DUPLICATE, () -> networks.create(OTHER, "back", NetworkDefinition.PLAIN));
    assertCode(
        ErrorCode.CONFLICT,
        () -> networks.create(TenantId.DEFAULT, "mine", NetworkDefinition.of("10.254.77.0/24")));
    networks.remove(OTHER, "back");
    assertThat(networks.list(OTHER)).isEmpty();
  }

  @Test
  void leavesNoChainOrDnsServerAfterPurge() throws Exception {
    attach(container(TenantId.DEFAULT, NetworkSpec.BRIDGE));
    attach(container(OTHER, NetworkSpec.BRIDGE));

    networks.purge();

    assertThat(rules()).doesNotContain(subnet());
    assertThat(home.resolve("run/netavark/aardvark-dns/aardvark.pid")).doesNotExist();
    assertThat(home.resolve("run/netns")).isEmptyDirectory();
  }

  private NetworkAttachment attach(ContainerConfig config) {
    return attach(networks, config);
  }

  private static NetworkAttachment attach(Networks networks, ContainerConfig config) {
    NetworkAttachment attachment = networks.open(config).orElseThrow();
    networks.connect(config.id());
    return attachment;
  }

  private static boolean reaches(NetworkAttachment from, String address) throws IOException {
    return NetworkNamespace.inside(
        from.namespace(),
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(
                new InetSocketAddress(InetAddress.getByName(address), PORT), PATIENCE_MILLIS);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String bridge() {
    return networks.list(TenantId.DEFAULT).stream().map(Network::bridge).findFirst().orElse("none");
  }

  private String subnet() {
    return networks.list(TenantId.DEFAULT).getFirst().subnet().toString();
  }

  private static String rules() throws IOException {
    return NetworkHost.run("iptables-save");
  }

  private ContainerConfig container(TenantId tenant, NetworkSpec network) {
    return NetworkHost.container(home, tenant, network);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(code);
  }
}
