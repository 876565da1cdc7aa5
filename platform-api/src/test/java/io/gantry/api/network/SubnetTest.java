package io.gantry.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  private static final Subnet SMALL = Subnet.parse("10.1.2.8/29");

  @Test
  void knowsItsAddresses() {
    assertThat(SMALL.base()).hasToString("10.1.2.8");
    assertThat(SMALL.end()).hasToString("10.1.2.15");
    assertThat(SMALL).hasToString("10.1.2.8/29");
    assertThat(Subnet.parse("fd01::/64").end()).hasToString("fd01::ffff:ffff:ffff:ffff");
    assertThat(Subnet.around(IpAddress.parse("10.1.2.11"), 29)).isEqualTo(SMALL);
  }

  @Test
  void overlapsWhatSharesAnAddress() {
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.0/24"))).isTrue();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.12/30"))).isTrue();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.0/29"))).isFalse();
    assertThat(SMALL.overlaps(Subnet.parse("10.1.2.16/29"))).isFalse();
    assertThat(SMALL.overlaps(Subnet.parse("::/0"))).isFalse();
    assertThat(Subnet.parse("fd01::/48").contains(Subnet.parse("fd01:0:0:5::/64"))).isTrue();
    assertThat(Subnet.parse("fd01:0:0:5::/64").contains(Subnet.parse("fd01::/48"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.1/24",
        "10.1.2.0",
        "256.0.0.0/8",
        "10.1.2.0/33",
        "",
        "1.2.3/8",
        "fd01::1/64",
        "fd01::/129",
        "10.0.0.0/08",
        "10.0.0.0/-1",
        "a/b/c"
      })
  void refusesWhatIsNoSubnet(String text) {
    assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysHowASubnetWithAHostPartIsWritten() {
    assertThatThrownBy(() -> Subnet.parse("10.1.2.1/24")).hasMessageContaining("10.1.2.0/24");
  }
}
