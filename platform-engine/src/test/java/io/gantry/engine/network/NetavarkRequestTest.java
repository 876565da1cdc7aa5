package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.TenantId;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import io.gantry.api.pod.PodId;
import io.gantry.engine.Rule;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.PodMembership;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NetavarkRequestTest {
  @Test
  @Rule({"STORAGE-12", "STORAGE-15"})
  void numbersTheInterfacesAndAddsTheShortId() {
    List<Network> networks = List.of(network(1), network(2));
    List<Lease> leases = List.of(lease(1, "10.89.0.2"), lease(2, "10.90.0.2"));

    JsonNode joined =
        JsonMapper.shared()
            .readTree(NetavarkRequest.of(config(), networks, leases))
            .path("networks");

    assertThat(joined.at("/n1/interface_name").asString()).isEqualTo("eth0");
    assertThat(joined.at("/n2/interface_name").asString()).isEqualTo("eth1");
    assertThat(joined.at("/n1/aliases/0").asString()).isEqualTo("abababababab");
    assertThat(joined.at("/n2/aliases/0").asString()).isEqualTo("abababababab");
  }

  @Test
  @Rule({"NETWORK-9", "NETWORK-10"})
  void namesTheContainerAndItsPlaceInTheNetwork() {
    JsonNode request =
        JsonMapper.shared()
            .readTree(
                NetavarkRequest.of(config(), List.of(network(1)), List.of(lease(1, "10.89.0.2"))));

    assertThat(request.path("container_name").asString()).isEqualTo("web");
    assertThat(request.path("container_id").asString()).isEqualTo("ab".repeat(32));
    assertThat(request.at("/networks/n1/static_ips/0").asString()).isEqualTo("10.89.0.2");
    assertThat(request.at("/network_info/n1/network_interface").asString()).isEqualTo("br1");
  }

  @Test
  @Rule("NETWORK-10")
  void namesAContainerOfAPodAsThePod() {
    PodMembership infra =
        new PodMembership(new PodId("cd".repeat(32)), "shop", PodMembership.Role.INFRA);

    JsonNode request =
        JsonMapper.shared()
            .readTree(
                NetavarkRequest.of(
                    config().withMembership(infra),
                    List.of(network(1)),
                    List.of(lease(1, "10.89.0.2"))));

    assertThat(request.path("container_name").asString()).isEqualTo("shop");
  }

  @Test
  @Rule("NETWORK-10")
  void namesAContainerThatIsGivenASpareAsIfItWereItsOwn() {
    PodMembership infra =
        new PodMembership(new PodId("cd".repeat(32)), "shop", PodMembership.Role.INFRA);
    Lease lease = lease(1, "10.89.0.2");
    ContainerId spare = new ContainerId("ef".repeat(32));
    String request = NetavarkRequest.of(spare, "spare-efefefefefef", network(1), lease);

    JsonNode named =
        JsonMapper.shared()
            .readTree(NetavarkRequest.named(request, config().withMembership(infra)));
    String plain = NetavarkRequest.of(config(), List.of(network(1)), List.of(lease));
    String given = NetavarkRequest.named(request, config());

    assertThat(named.path("container_name").asString()).isEqualTo("shop");
    assertThat(named.path("container_id").asString()).isEqualTo(spare.value());
    assertThat(JsonMapper.shared().readTree(given).path("networks"))
        .isEqualTo(JsonMapper.shared().readTree(plain).path("networks"));
    assertThat(NetavarkRequest.names(given, network(1))).isEqualTo("web,abababababab");
  }

  @Test
  @Rule("NETWORK-9")
  void describesANetworkOfBothFamilies() {
    NetworkDefinition definition =
        new NetworkDefinition(
            List.of(
                new NetworkSubnet(Subnet.parse("10.1.0.0/16"), IpAddress.parse("10.1.255.1"), null),
                NetworkSubnet.of(Subnet.parse("fd01::/64"))),
            true,
            true,
            Map.of(NetworkDefinition.MTU, "1400"),
            false);
    Network dual =
        new Network(
            1,
            TenantId.DEFAULT,
            "net",
            "n1",
            "br1",
            definition,
            definition.ipv4Subnet().orElseThrow(),
            definition.ipv6Subnet().orElseThrow(),
            Instant.EPOCH);
    Lease lease =
        new Lease(1, IpAddress.parse("10.1.0.9"), IpAddress.parse("fd01::9"), "02:42:00:00:00:01");

    JsonNode request =
        JsonMapper.shared().readTree(NetavarkRequest.of(config(), List.of(dual), List.of(lease)));

    JsonNode own = request.at("/networks/n1");
    assertThat(own.path("static_ips").valueStream().map(JsonNode::asString))
        .containsExactly("10.1.0.9", "fd01::9");
    assertThat(own.path("static_mac").asString()).isEqualTo("02:42:00:00:00:01");
    JsonNode network = request.at("/network_info/n1");
    assertThat(network.path("ipv6_enabled").asBoolean()).isTrue();
    assertThat(network.path("internal").asBoolean()).isTrue();
    assertThat(network.at("/subnets/0/gateway").asString()).isEqualTo("10.1.255.1");
    assertThat(network.at("/subnets/1/subnet").asString()).isEqualTo("fd01::/64");
    assertThat(network.at("/subnets/1/gateway").asString()).isEqualTo("fd01::1");
    assertThat(network.at("/options/mtu").asString()).isEqualTo("1400");
    assertThat(network.at("/options/isolate").asString()).isEqualTo("true");
  }

  @Test
  @Rule("NETWORK-9")
  void publishesARangeWithOneMapping() {
    NetworkSpec spec =
        NetworkSpec.BRIDGE.withPorts(
            new PortMapping("0.0.0.0", 8000, 9000, PortMapping.Protocol.UDP, 11),
            new PortMapping("2001:DB8:0::1", 80, 8080, null));
    ContainerConfig config =
        config().withSpec(ContainerSpec.builder("busybox").network(spec).build());

    JsonNode ports =
        JsonMapper.shared()
            .readTree(
                NetavarkRequest.of(config, List.of(network(1)), List.of(lease(1, "10.89.0.2"))))
            .path("port_mappings");

    assertThat(ports.at("/0/range").asInt()).isEqualTo(11);
    assertThat(ports.at("/0/host_ip").asString()).isEmpty();
    assertThat(ports.at("/0/protocol").asString()).isEqualTo("udp");
    assertThat(ports.at("/1/host_ip").asString()).isEqualTo("2001:db8::1");
    assertThat(ports.at("/1/range").asInt()).isEqualTo(1);
  }

  private static Lease lease(long network, String address) {
    IpAddress ipv4 = IpAddress.parse(address);
    return new Lease(network, ipv4, null, MacAddress.of(ipv4));
  }

  private static Network network(int number) {
    return new Network(
        number,
        TenantId.DEFAULT,
        "net" + number,
        "n" + number,
        "br" + number,
        NetworkDefinition.PLAIN,
        NetworkSubnet.of(Subnet.parse("10." + (88 + number) + ".0.0/24")),
        null,
        Instant.EPOCH);
  }

  private static ContainerConfig config() {
    return new ContainerConfig(
        new ContainerId("ab".repeat(32)),
        TenantId.DEFAULT,
        "web",
        ContainerSpec.builder("busybox").build(),
        new ImageDetail(
            new Digest("sha256:" + "0".repeat(64)),
            null,
            List.of("busybox"),
            ImageConfig.EMPTY,
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
