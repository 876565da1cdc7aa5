package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.network.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostRoutesTest {
  @Test
  void readsTheKernelsRoutes() {
    List<String> lines =
        List.of(
            "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT",
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "br0\t0059590A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0");

    assertThat(HostRoutes.parse(lines))
        .containsExactly(Subnet.parse("192.0.2.0/24"), Subnet.parse("10.89.89.0/24"));
  }

  @Test
  void readsTheKernelsRoutesOfIpv6() {
    String none = "00000000000000000000000000000000";
    String rest = " " + none + " 00 " + none + " 00000100 00000001 00000000 00000001 eth0";
    List<String> lines =
        List.of(
            "fd000000000000000000000000000000 40" + rest,
            none + " 00" + rest,
            "20010db8000000000000000000000001 80" + rest);

    assertThat(HostRoutes.parseIpv6(lines))
        .containsExactly(Subnet.parse("fd00::/64"), Subnet.parse("2001:db8::1/128"));
  }
}
