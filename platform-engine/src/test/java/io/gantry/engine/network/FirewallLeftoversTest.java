package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallLeftoversTest {
  /** The tool's chain of a network that is called "default". */
  private static final String CHAIN = "NETAVARK-1625CDB75D25D";

  private static final Network NETWORK =
      new Network(
          1,
          TenantId.DEFAULT,
          "default",
          "default",
          "gt0",
          NetworkDefinition.PLAIN,
          NetworkSubnet.of(Subnet.parse("10.89.0.0/24")),
          null,
          Instant.EPOCH);

  @Test
  void takesTheToolsEmptyChainsAway() {
    List<String> saved =
        List.of(
            "*nat",
            ":PREROUTING ACCEPT [0:0]",
            ":NETAVARK-HOSTPORT-DNAT - [0:0]",
            "-A PREROUTING -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT",
            "-A PREROUTING -j OTHER",
            "COMMIT");

    assertThat(new FirewallLeftovers(List.of()).changes(saved))
        .isEqualTo(
            """
            *nat
            -D PREROUTING -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
            -F NETAVARK-HOSTPORT-DNAT
            -X NETAVARK-HOSTPORT-DNAT
            COMMIT
            """);
  }

  @Test
  void takesOnlyItsOwnChainsWhileOthersHaveNetworks() {
    List<String> saved =
        List.of(
            "*nat",
            ":NETAVARK-HOSTPORT-DNAT - [0:0]",
            ":" + CHAIN + " - [0:0]",
            ":NETAVARK-AAAAAAAAAAAAA - [0:0]",
            "-A POSTROUTING -s 10.89.0.0/24 -j " + CHAIN,
            "-A POSTROUTING -s 10.99.0.0/24 -j NETAVARK-AAAAAAAAAAAAA",
            "-A " + CHAIN + " -d 10.89.0.0/24 -j ACCEPT",
            "COMMIT");

    assertThat(new FirewallLeftovers(List.of(NETWORK)).changes(saved))
        .isEqualTo(
            """
            *nat
            -D POSTROUTING -s 10.89.0.0/24 -j %1$s
            -F %1$s
            -X %1$s
            COMMIT
            """
                .formatted(CHAIN));
  }

  @Test
  void changesNothingWhereTheToolNeverWas() {
    assertThat(
            new FirewallLeftovers(List.of(NETWORK))
                .changes(List.of("*filter", ":INPUT ACCEPT [0:0]", "-A INPUT -j DROP", "COMMIT")))
        .isEmpty();
  }
}
