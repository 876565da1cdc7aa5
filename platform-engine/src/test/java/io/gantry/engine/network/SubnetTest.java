package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.GantryException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  private static final Subnet SMALL = Subnet.parse("10.1.2.8/29");

  @Test
  void knowsItsAddresses() {
    assertThat(Subnet.text(SMALL.gateway())).isEqualTo("10.1.2.9");
    assertThat(Subnet.text(SMALL.first())).isEqualTo("10.1.2.10");
    assertThat(Subnet.text(SMALL.last())).isEqualTo("10.1.2.14");
    assertThat(SMALL).hasToString("10.1.2.8/29");
  }

  @Test
  void overlapsWhatSharesAnAddress() {
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.0/24"))).isTrue();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.12/30"))).isTrue();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.0/29"))).isFalse();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.16/29"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.1.2.1/24", "10.1.2.0", "256.0.0.0/8", "10.1.2.0/33", "::/0", "", "1.2.3/8"})
  void refusesWhatIsNoSubnet(String text) {
    assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(GantryException.class);
  }

  @Test
  void givesAddressesAroundTheSubnet() {
    long first = SMALL.first();

    assertThat(AddressChoice.next(SMALL, SMALL.gateway(), Set.of())).hasValue(first);
    assertThat(AddressChoice.next(SMALL, first, Set.of(first))).hasValue(first + 1);
    assertThat(AddressChoice.next(SMALL, SMALL.last(), Set.of(first))).hasValue(first + 1);
    assertThat(AddressChoice.next(SMALL, 17, Set.of())).hasValue(first);
    assertThat(
            AddressChoice.next(
                SMALL, first, Set.of(first, first + 1, first + 2, first + 3, first + 4)))
        .isEqualTo(OptionalLong.empty());
  }

  @Test
  void choosesSubnetsThatMeetNothingElse() {
    List<Subnet> taken = List.of(Subnet.parse("10.89.0.0/16"), Subnet.parse("10.90.1.0/24"));

    assertThat(SubnetPool.next(0, taken)).hasToString("10.90.0.0/24");
    assertThat(SubnetPool.next(257, taken)).hasToString("10.90.2.0/24");
    assertThat(SubnetPool.next(-1, taken)).hasToString("10.254.255.0/24");
    assertThatThrownBy(() -> SubnetPool.next(0, List.of(Subnet.parse("10.0.0.0/8"))))
        .isInstanceOf(GantryException.class);
  }

  @Test
  void readsTheKernelsRoutes() {
    List<String> lines =
        List.of(
            "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT",
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "br0\t0059590A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0");

    assertThat(HostRoutes.parse(lines, Set.of()))
        .containsExactly(Subnet.parse("192.0.2.0/24"), Subnet.parse("10.89.89.0/24"));
    assertThat(HostRoutes.parse(lines, Set.of("br0"))).hasSize(1);
  }

  @Test
  void derivesHardwareAddressesFromAddresses() {
    assertThat(MacAddress.of(SMALL.first())).isEqualTo("02:67:0a:01:02:0a");
  }
}
