package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.GantryException;
import io.gantry.api.network.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetPoolTest {
  @Test
  void choosesSubnetsThatMeetNothingElse() {
    List<Subnet> taken = List.of(Subnet.parse("10.89.0.0/16"), Subnet.parse("10.90.1.0/24"));

    assertThat(SubnetPool.IPV4.next(0, taken)).hasToString("10.90.0.0/24");
    assertThat(SubnetPool.IPV4.next(257, taken)).hasToString("10.90.2.0/24");
    assertThat(SubnetPool.IPV4.next(-1, taken)).hasToString("10.254.255.0/24");
    assertThatThrownBy(() -> SubnetPool.IPV4.next(0, List.of(Subnet.parse("10.0.0.0/8"))))
        .isInstanceOf(GantryException.class);
  }

  @Test
  void givesEachInstallationUniqueLocalSubnetsOfItsOwn() {
    SubnetPool pool = SubnetPool.ipv6("81b7cb");
    Subnet first = pool.next(0, List.of());
    Subnet second = pool.next(0, List.of(first));

    assertThat(first.toString()).startsWith("fd").endsWith("/64");
    assertThat(second.base()).isEqualTo(first.base().plus(first.size()));
    assertThat(SubnetPool.ipv6("81b7cb")).isEqualTo(pool);
    assertThat(SubnetPool.ipv6("81b7cc").first().base().toString().substring(0, 9))
        .isNotEqualTo(first.base().toString().substring(0, 9));
  }
}
