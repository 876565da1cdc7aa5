package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Eventually;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses containers ask for, by the real tools. */
@RequiresHost({"root", "netavark", "iptables", "ip6tables"})
class StaticAddressesIT {
  private static final String MAC = "02:42:0a:fe:52:05";
  private static final int SPARES_OF_A_NETWORK = 2;

  private Path home;
  private TestNetworks networks;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
    networks = new TestNetworks(home, 8);
  }

  @AfterEach
  void close() throws IOException {
    networks.close();
  }

  private static NetworkSpec wanting(
      @Nullable String ipv4, @Nullable String ipv6, @Nullable String mac) {
    return TestNetworks.joining()
        .withAddresses(
            TestNetworks.NAME,
            new AddressSpec(
                ipv4 == null ? null : IpAddress.parse(ipv4),
                ipv6 == null ? null : IpAddress.parse(ipv6),
                mac));
  }

  @Test
  void areThoseOfTheInterface() throws IOException {
    networks.create(NetworkDefinition.of("10.254.82.0/24", "fd07:2::/64"));

    NetworkAttachment attachment = networks.attach(wanting("10.254.82.200", "fd07:2::c8", MAC));

    assertThat(attachment.addresses()).containsExactly("10.254.82.200", "fd07:2::c8");
    assertThat(attachment.interfaces().getFirst().mac()).isEqualTo(MAC);
    String link =
        NetworkNamespace.inside(
            attachment.namespace(),
            () -> {
              NetworkInterface eth0 = NetworkInterface.getByName("eth0");
              return HexFormat.ofDelimiter(":").formatHex(eth0.getHardwareAddress())
                  + eth0.getInterfaceAddresses();
            });
    assertThat(link).contains(MAC, "10.254.82.200/24");
    assertThat(
            NetworkHost.run(
                "nsenter", "--net=" + attachment.namespace(), "cat", "/proc/self/net/if_inet6"))
        .contains("fd0700020000000000000000000000c8 ");
  }

  @Test
  void areRefusedWhileAnotherContainerHasThem() {
    networks.create(NetworkDefinition.of("10.254.82.0/24", "fd07:2::/64"));
    ContainerConfig holder = networks.container(wanting("10.254.82.9", "fd07:2::9", MAC));
    networks.attach(holder);

    for (NetworkSpec wanted :
        List.of(
            wanting("10.254.82.9", null, null),
            wanting(null, "fd07:2::9", null),
            wanting(null, null, MAC))) {
      ContainerConfig second = networks.container(wanted);
      assertThatThrownBy(() -> networks.attach(second))
          .hasMessageContaining(holder.id().shortId())
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_IN_USE));
    }
    networks.all().detach(holder.id());
    assertThat(networks.attach(wanting("10.254.82.9", "fd07:2::9", MAC)).addresses())
        .containsExactly("10.254.82.9", "fd07:2::9");
  }

  @Test
  void areTakenFromConnectionsBuiltAhead() throws IOException {
    networks.create(NetworkDefinition.of("10.254.82.0/24"));
    networks.attach(TestNetworks.joining());
    awaitSpares();

    for (String waiting : List.of("10.254.82.3", "10.254.82.4")) {
      assertThat(networks.attach(wanting(waiting, null, null)).addresses())
          .containsExactly(waiting);
    }
  }

  @Test
  void keepAContainerFromAConnectionBuiltAhead() throws IOException {
    networks.create(NetworkDefinition.of("10.254.82.0/24"));
    networks.attach(TestNetworks.joining());
    awaitSpares();

    NetworkAttachment attachment = networks.attach(wanting(null, null, MAC));

    assertThat(attachment.interfaces().getFirst().mac()).isEqualTo(MAC);
    assertThat(namespaces()).isEqualTo(2 + SPARES_OF_A_NETWORK);
  }

  @Test
  void comeFromTheRangeUnlessTheyAreAskedFor() {
    networks.create(
        new NetworkDefinition(
            List.of(
                new NetworkSubnet(
                    Subnet.parse("10.254.82.0/24"),
                    IpAddress.parse("10.254.82.254"),
                    Subnet.parse("10.254.82.128/28"))),
            false,
            false,
            null,
            false));

    assertThat(networks.attach(TestNetworks.joining()).addresses())
        .containsExactly("10.254.82.128");
    assertThat(networks.attach(wanting("10.254.82.1", null, null)).addresses())
        .containsExactly("10.254.82.1");
  }

  @Test
  void stayWhenEverythingIsBuiltAgain() {
    networks.create(NetworkDefinition.of("10.254.82.0/24", "fd07:2::/64"));
    ContainerConfig config = networks.container(wanting(null, "fd07:2::77", MAC));
    NetworkAttachment before = networks.attach(config);

    assertThat(networks.all().rebuild(config)).isEqualTo(before);
  }

  @Test
  void areGivenToANetworkThatIsJoinedLater() throws IOException {
    networks.create(NetworkDefinition.of("10.254.82.0/24"));
    ContainerConfig config = networks.container(NetworkSpec.BRIDGE);
    networks.attach(config);
    NetworkSpec both =
        NetworkSpec.BRIDGE
            .withNetworks(List.of(NetworkSpec.DEFAULT, TestNetworks.NAME))
            .withAddresses(
                TestNetworks.NAME, new AddressSpec(IpAddress.parse("10.254.82.7"), null, MAC));

    NetworkAttachment changed =
        networks.all().change(config.withSpec(config.spec().toBuilder().network(both).build()));

    assertThat(changed.addresses()).hasSize(2).contains("10.254.82.7");
    assertThat(changed.interfaces().getLast().mac()).isEqualTo(MAC);
  }

  private void awaitSpares() {
    Eventually.until("connections ahead", () -> namespaces() == 1 + SPARES_OF_A_NETWORK && built());
  }

  private long namespaces() {
    try (Stream<Path> files = Files.list(home.resolve("run/netns"))) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The DNS server hears of a connection last. */
  private boolean built() {
    try (Stream<Path> files = Files.list(home.resolve("run/netavark/aardvark-dns"))) {
      long names = 0;
      for (Path file : files.filter(each -> !each.endsWith("aardvark.pid")).toList()) {
        names += Files.readAllLines(file).stream().filter(line -> line.contains(" spare-")).count();
      }
      return names == SPARES_OF_A_NETWORK;
    } catch (IOException e) {
      return false;
    }
  }
}
