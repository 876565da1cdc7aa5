package io.gantry.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NetworkDefinitionTest {
  @Test
  void takesTheFirstAddressForTheHost() {
    NetworkSubnet subnet = NetworkSubnet.of(Subnet.parse("10.90.1.0/24"));

    assertThat(subnet.gateway()).hasToString("10.90.1.1");
    assertThat(subnet.range()).isEqualTo(subnet.subnet());
    assertThat(subnet.isFree(IpAddress.parse("10.90.1.2"))).isTrue();
    assertThat(subnet.isFree(IpAddress.parse("10.90.1.0"))).isFalse();
    assertThat(subnet.isFree(IpAddress.parse("10.90.1.1"))).isFalse();
    assertThat(subnet.isFree(IpAddress.parse("10.90.1.255"))).isFalse();
    assertThat(subnet.isFree(IpAddress.parse("10.90.2.2"))).isFalse();
    assertThat(subnet.isFree(IpAddress.parse("fd01::2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/15",
        "10.0.0.0/31",
        "127.1.0.0/24",
        "169.254.1.0/24",
        "224.1.1.0/24",
        "0.1.0.0/24",
        "fd00::/47",
        "fd00::/125",
        "fe80::/64",
        "ff02::/64",
        "::/64"
      })
  void refusesSubnetsThatAreOfNoUse(String subnet) {
    assertThatThrownBy(() -> NetworkDefinition.of(subnet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(subnet);
  }

  @ParameterizedTest
  @CsvSource({
    "10.90.1.0,",
    "10.90.1.255,",
    "10.90.2.1,",
    "fd01::1,",
    ",10.90.0.0/16",
    ",fd01::/64"
  })
  void refusesWhatLiesOutsideOfTheSubnet(String gateway, String range) {
    assertThatThrownBy(
            () ->
                new NetworkSubnet(
                    Subnet.parse("10.90.1.0/24"),
                    gateway == null ? null : IpAddress.parse(gateway),
                    range == null ? null : Subnet.parse(range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(gateway == null ? range : gateway)
        .hasMessageContaining("10.90.1.0/24");
  }

  @Test
  void hasIpv6WithASubnetOfIt() {
    assertThat(NetworkDefinition.of("fd01::/64").ipv6()).isTrue();
    assertThat(NetworkDefinition.of("10.90.1.0/24").ipv6()).isFalse();
    assertThat(NetworkDefinition.PLAIN.withIpv6().ipv6()).isTrue();
    assertThatThrownBy(() -> NetworkDefinition.of("10.90.1.0/24", "10.90.2.0/24"))
        .hasMessageContaining("at most one");
    assertThatThrownBy(() -> NetworkDefinition.of("fd01::/64", "fd02::/64"))
        .hasMessageContaining("at most one");
  }

  @ParameterizedTest
  @CsvSource({"mtu,67,false", "mtu,1279,true", "mtu,65536,false", "mtu,x,false", "vlan,5,false"})
  void refusesOptionsItDoesNotKnow(String name, String value, boolean ipv6) {
    Map<String, String> options = Map.of(name, value);

    assertThatThrownBy(() -> new NetworkDefinition(null, ipv6, false, options, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("options." + name);
  }

  @Test
  void hasIpv6AloneIfThatIsAskedFor() {
    assertThat(NetworkDefinition.of("fd01::/64").withIpv6Only().ipv6()).isTrue();
    assertThat(NetworkDefinition.of("fd01::/64").ipv6Only()).isFalse();
    assertThatThrownBy(() -> NetworkDefinition.of("10.90.1.0/24").withIpv6Only())
        .hasMessageContaining("no subnet of IPv4");
  }

  @Test
  void isTheSameAfterItWasStored() {
    NetworkDefinition definition =
        new NetworkDefinition(
            List.of(
                new NetworkSubnet(
                    Subnet.parse("10.90.1.0/24"),
                    IpAddress.parse("10.90.1.9"),
                    Subnet.parse("10.90.1.128/25")),
                NetworkSubnet.of(Subnet.parse("fd01::/64"))),
            true,
            true,
            Map.of("mtu", "1400"),
            false);
    JsonMapper json = JsonMapper.shared();

    String text = json.writeValueAsString(definition);

    assertThat(json.readValue(text, NetworkDefinition.class)).isEqualTo(definition);
    assertThat(text).contains("\"10.90.1.128/25\"", "\"fd01::1\"");
  }
}
