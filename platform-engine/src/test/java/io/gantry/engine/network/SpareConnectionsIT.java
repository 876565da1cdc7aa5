package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Eventually;
import io.gantry.engine.Rule;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.Database;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.Reserve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections built ahead, of a node that builds them. */
@RequiresHost({"root", "netavark", "iptables", "busybox"})
class SpareConnectionsIT {
  private static final int SPARES_OF_A_NETWORK = 2;

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
    networks = open(8);
  }

  private Networks open(int mostSpares) {
    return new Networks(database, home.resolve("run"), Clock.systemUTC(), random, mostSpares);
  }

  @AfterEach
  void leaveNothing() throws IOException {
    String subnets = networks.list(TenantId.DEFAULT).toString();
    networks.purge();
    networks.close();
    database.close();
    assertThat(namespaces()).as(subnets).isEmpty();
  }

  @Test
  @Rule({"NETWORK-2", "NETWORK-10"})
  void giveAContainerItsNamesAndANamespaceThatWasThere() throws Exception {
    ContainerConfig first = container(NetworkSpec.BRIDGE);
    NetworkAttachment from = attach(first);
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    Set<Object> before = namespaces();
    ContainerConfig second = container(NetworkSpec.BRIDGE);

    NetworkAttachment attachment = attach(second);

    assertThat(before).contains(inode(attachment.namespace()));
    awaitName(from, second.name(), attachment);
    awaitName(from, second.id().shortId(), attachment);
    awaitName(attachment, first.name(), from);
  }

  @Test
  @Rule("NETWORK-10")
  void haveAddressesAndNamesOfBothFamilies() throws Exception {
    networks.create(TenantId.DEFAULT, "dual", NetworkDefinition.PLAIN.withIpv6());
    NetworkSpec dual = NetworkSpec.BRIDGE.withNetworks(List.of("dual"));
    NetworkAttachment from = attach(container(dual));
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    Set<Object> before = namespaces();
    ContainerConfig second = container(dual);

    NetworkAttachment attachment = attach(second);

    assertThat(before).contains(inode(attachment.namespace()));
    assertThat(attachment.addresses()).hasSize(2);
    awaitName(from, second.name(), attachment);
  }

  @Test
  void areTakenDownLikeAnyOther() throws Exception {
    ContainerConfig first = container(NetworkSpec.BRIDGE);
    attach(first);
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    ContainerConfig second = container(NetworkSpec.BRIDGE);
    NetworkAttachment attachment = attach(second);

    networks.detach(second.id());

    assertThat(attachment.namespace()).doesNotExist();
    assertThat(attach(first).addresses()).hasSize(1);
  }

  @Test
  void areBuiltAgainWhereTheirRulesWereFlushed() throws Exception {
    attach(container(NetworkSpec.BRIDGE));
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    NetworkHost.run("iptables", "--wait", "-F", "NETAVARK_FORWARD");
    ContainerConfig second = container(NetworkSpec.BRIDGE);

    NetworkAttachment attachment = attach(second);

    assertThat(NetworkHost.run("iptables", "--wait", "-S", "NETAVARK_FORWARD")).contains(subnet());
    awaitName(attachment, second.name(), attachment);
  }

  @Test
  void areNoOrphansWhileTheyWait() throws Exception {
    ContainerConfig first = container(NetworkSpec.BRIDGE);
    attach(first);
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);

    networks.cleanOrphans(Set.of(first.id()));

    assertThat(namespaces()).hasSize(1 + SPARES_OF_A_NETWORK);
  }

  @Test
  void giveWayWhereNoAddressIsLeft() throws Exception {
    networks.create(TenantId.DEFAULT, "small", NetworkDefinition.of("10.254.78.0/29"));
    NetworkSpec small = NetworkSpec.BRIDGE.withNetworks(List.of("small"));
    attach(container(small));
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);

    for (int further = 0; further < 4; further++) {
      assertThat(attach(container(small)).addresses()).hasSize(1);
    }
  }

  @Test
  void doNotKeepANetworkInUse() throws Exception {
    networks.create(TenantId.DEFAULT, "brief", NetworkDefinition.of("10.254.79.0/24"));
    ContainerConfig config = container(NetworkSpec.BRIDGE.withNetworks(List.of("brief")));
    attach(config);
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    networks.detach(config.id());

    networks.remove(TenantId.DEFAULT, "brief");

    assertThat(namespaces()).isEmpty();
  }

  @Test
  void endWithTheEngine() throws Exception {
    ContainerConfig config = container(NetworkSpec.BRIDGE);
    attach(config);
    awaitNamespaces(1 + SPARES_OF_A_NETWORK);
    networks.detach(config.id());

    networks.close();

    assertThat(namespaces()).isEmpty();
    assertThat(NetworkHost.run("iptables-save")).doesNotContain(subnet());
    networks = open(0);
  }

  private NetworkAttachment attach(ContainerConfig config) {
    NetworkAttachment attachment = networks.open(config).orElseThrow();
    networks.connect(config.id());
    return attachment;
  }

  /** They are built by a thread of their own. */
  private void awaitNamespaces(int number) {
    eventually(
        number + " connections",
        () -> namespaces().size() == number && waitingNames() == number - 1);
  }

  private interface Look {
    boolean holds() throws IOException;
  }

  private static void eventually(String what, Look look) {
    Eventually.until(
        what,
        () -> {
          try {
            return look.holds();
          } catch (IOException changing) {
            return false;
          }
        });
  }

  /** The DNS server hears of a connection last. */
  private long waitingNames() throws IOException {
    Path directory = home.resolve("run/netavark/aardvark-dns");
    try (Stream<Path> files = Files.list(directory)) {
      long names = 0;
      for (Path file : files.filter(each -> !each.endsWith("aardvark.pid")).toList()) {
        names += Files.readAllLines(file).stream().filter(line -> line.contains(" spare-")).count();
      }
      return names;
    }
  }

  private Set<Object> namespaces() throws IOException {
    Set<Object> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(home.resolve("run/netns"))) {
      for (Path file : files.toList()) {
        inodes.add(inode(file));
      }
    }
    return inodes;
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  /** The DNS server reads its file a moment after it was told to. */
  private static void awaitName(NetworkAttachment from, String name, NetworkAttachment wanted) {
    String namespace = "--net=" + from.namespace();
    String server = from.dnsServers().getFirst();
    eventually(
        name + " is " + wanted.addresses(),
        () -> {
          String answer =
              NetworkHost.run("nsenter", namespace, "busybox", "nslookup", name, server);
          return wanted.addresses().stream().allMatch(answer::contains);
        });
  }

  private String subnet() {
    return networks.list(TenantId.DEFAULT).getFirst().subnet().toString();
  }

  private ContainerConfig container(NetworkSpec network) {
    return NetworkHost.container(home, TenantId.DEFAULT, network);
  }
}
