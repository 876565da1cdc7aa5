package io.gantry.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.PortMapping.Protocol;
import io.gantry.api.network.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class NetworkSpecTest {
  private static final AddressSpec WANTED =
      new AddressSpec(IpAddress.parse("10.90.1.5"), null, null);

  @Test
  void wantsAddressesInNetworksItJoinsOnly() {
    NetworkSpec spec = NetworkSpec.BRIDGE.withAddresses("default", WANTED);

    assertThat(spec.addressesIn("default")).isEqualTo(WANTED);
    assertThat(spec.addressesIn("back")).isEqualTo(AddressSpec.ANY);
    assertThatThrownBy(() -> NetworkSpec.BRIDGE.withAddresses("back", WANTED))
        .hasMessageContaining("network.addresses.back");
    assertThatThrownBy(() -> NetworkSpec.of(NetworkSpec.Mode.HOST).withAddresses("default", WANTED))
        .hasMessageContaining("network.addresses.default");
  }

  @Test
  void forgetsWhatItWantedInANetworkItLeaves() {
    NetworkSpec both =
        NetworkSpec.BRIDGE.withNetworks(List.of("front", "back")).withAddresses("back", WANTED);

    assertThat(both.withNetworks(List.of("back")).addressesIn("back")).isEqualTo(WANTED);
    assertThat(both.withNetworks(List.of("front")).addresses()).isEmpty();
  }

  @Test
  void publishesAPortOfTheHostOnce() {
    PortMapping web = new PortMapping(null, 8000, 80, Protocol.TCP, 11);

    assertThat(NetworkSpec.BRIDGE.withPorts(web, web).ports()).containsExactly(web);
    assertThat(
            NetworkSpec.BRIDGE
                .withPorts(
                    web,
                    new PortMapping(null, 8000, 80, Protocol.UDP, 11),
                    new PortMapping(null, 8011, 80, null),
                    new PortMapping("192.0.2.1", 9000, 80, null),
                    new PortMapping("192.0.2.2", 9000, 80, null))
                .ports())
        .hasSize(5);
    for (PortMapping other :
        List.of(
            new PortMapping("127.0.0.1", 8010, 81, null),
            new PortMapping(null, 7990, 81, null, 11),
            new PortMapping("0.0.0.0", 8005, 81, null))) {
      assertThatThrownBy(() -> NetworkSpec.BRIDGE.withPorts(web, other))
          .hasMessageContaining("8000-8010/tcp")
          .hasMessageContaining(other.onHost());
    }
  }

  @Test
  void publishesAThousandPortsAtMost() {
    PortMapping many = new PortMapping(null, 1000, 1000, null, 1000);

    assertThat(NetworkSpec.BRIDGE.withPorts(many).ports()).hasSize(1);
    assertThatThrownBy(
            () -> NetworkSpec.BRIDGE.withPorts(many, new PortMapping(null, 5000, 80, null)))
        .hasMessageContaining("1001")
        .hasMessageContaining("1000");
    assertThatThrownBy(() -> new PortMapping(null, 1, 1, null, 1001)).hasMessageContaining("range");
    assertThatThrownBy(() -> new PortMapping(null, 65_535, 1, null, 2))
        .hasMessageContaining("hostPort");
    assertThatThrownBy(() -> new PortMapping(null, 1, 65_535, null, 2))
        .hasMessageContaining("containerPort");
  }

  @Test
  void writesAddressesOfTheHostInOneWay() {
    assertThat(new PortMapping("2001:DB8:0::1", 80, 80, null).hostAddress())
        .isEqualTo("2001:db8::1");
    assertThat(new PortMapping("", 80, 80, null).hostAddress()).isNull();
    assertThat(new PortMapping("2001:db8::1", 80, 80, null, 2).onHost())
        .isEqualTo("[2001:db8::1]:80-81/tcp");
    assertThat(new PortMapping(null, 80, 8080, Protocol.UDP).onHost()).isEqualTo("80/udp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name.example", "::1", "0:0:0:0:0:0:0:1", "fe80::1%eth0", "1.2.3"})
  void refusesAddressesNothingIsPublishedOn(String address) {
    assertThatThrownBy(() -> new PortMapping(address, 80, 80, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network.ports.hostAddress");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"01:00:5e:00:00:01", "00:00:00:00:00:00", "02:42:ac:11:00", "02:42:ac:11:00:0g"})
  void refusesHardwareAddressesThatAreOfNoHost(String mac) {
    assertThatThrownBy(() -> new AddressSpec(null, null, mac))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(mac);
  }

  @Test
  void refusesAddressesOfTheOtherFamily() {
    assertThatThrownBy(() -> new AddressSpec(IpAddress.parse("fd01::5"), null, null))
        .hasMessageContaining("ipv6");
    assertThatThrownBy(() -> new AddressSpec(null, IpAddress.parse("10.0.0.5"), null))
        .hasMessageContaining("ipv4");
  }

  @Test
  void isReadFromJsonWithWhatIsGiven() {
    String text =
        """
        {"networks": ["back"],
         "addresses": {"back": {"ipv4": "10.90.1.5", "mac": "02-42-AC-11-00-02"}},
         "ports": [{"hostPort": 8000, "containerPort": 9000, "range": 11},
                   {"hostPort": 80, "containerPort": 80}]}
        """;
    JsonMapper json =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    NetworkSpec spec = json.readValue(text, NetworkSpec.class);

    assertThat(spec.addressesIn("back"))
        .isEqualTo(new AddressSpec(IpAddress.parse("10.90.1.5"), null, "02:42:ac:11:00:02"));
    assertThat(spec.ports())
        .containsExactly(
            new PortMapping(null, 8000, 9000, Protocol.TCP, 11),
            new PortMapping(null, 80, 80, Protocol.TCP));
    assertThat(json.readValue(json.writeValueAsString(spec), NetworkSpec.class)).isEqualTo(spec);
  }
}
