package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkDefinition;
import io.gantry.api.network.NetworkSubnet;
import io.gantry.api.network.Subnet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseChoiceTest {
  private static final NetworkSubnet SMALL = NetworkSubnet.of(Subnet.parse("10.1.2.8/29"));
  private static final NetworkSubnet SMALL6 = NetworkSubnet.of(Subnet.parse("fd01::/64"));

  private final Map<String, String> held = new HashMap<>();

  @Test
  void givesTheAddressAfterTheLastAroundTheSubnet() {
    assertThat(next(SMALL, "10.1.2.9")).isEqualTo("10.1.2.10");
    assertThat(next(SMALL, "10.1.2.10")).isEqualTo("10.1.2.11");
    assertThat(next(SMALL, "10.1.2.14")).isEqualTo("10.1.2.10");
    assertThat(next(SMALL, "10.7.0.1")).isEqualTo("10.1.2.10");
    hold("10.1.2.10", "10.1.2.11");
    assertThat(next(SMALL, "10.1.2.9")).isEqualTo("10.1.2.12");
  }

  @Test
  void passesTheGatewayWhereverItIs() {
    NetworkSubnet subnet =
        new NetworkSubnet(Subnet.parse("10.1.2.8/29"), IpAddress.parse("10.1.2.12"), null);

    assertThat(next(subnet, "10.1.2.11")).isEqualTo("10.1.2.13");
    assertThat(next(subnet, "10.1.2.14")).isEqualTo("10.1.2.9");
  }

  @Test
  void choosesInTheRangeOnly() {
    NetworkSubnet subnet =
        new NetworkSubnet(Subnet.parse("10.1.2.0/24"), null, Subnet.parse("10.1.2.128/31"));

    assertThat(next(subnet, "10.1.2.1")).isEqualTo("10.1.2.128");
    assertThat(next(subnet, "10.1.2.129")).isEqualTo("10.1.2.128");
    hold("10.1.2.128", "10.1.2.129");
    assertCode(ErrorCode.NETWORK, () -> next(subnet, "10.1.2.1"));
    assertThat(asked(subnet, null, new AddressSpec(IpAddress.parse("10.1.2.7"), null, null)).ipv4())
        .hasToString("10.1.2.7");
  }

  @Test
  void givesTheSameHostPartInBothFamilies() {
    Lease lease = asked(SMALL, SMALL6, AddressSpec.ANY);
    hold("fd01::2");
    Lease other = asked(SMALL, SMALL6, AddressSpec.ANY);

    assertThat(lease.addresses())
        .extracting(IpAddress::toString)
        .containsExactly("10.1.2.10", "fd01::2");
    assertThat(lease.mac()).isEqualTo("02:67:0a:01:02:0a");
    assertThat(other.ipv6()).hasToString("fd01::3");
  }

  @Test
  void givesWhatIsAskedFor() {
    AddressSpec wanted =
        new AddressSpec(
            IpAddress.parse("10.1.2.13"), IpAddress.parse("fd01::aB"), "02-42-00-00-00-0A");

    assertThat(asked(SMALL, SMALL6, wanted))
        .isEqualTo(
            new Lease(
                1, IpAddress.parse("10.1.2.13"), IpAddress.parse("fd01::ab"), "02:42:00:00:00:0a"));
  }

  @Test
  void namesWhoHasAnAddressThatIsAskedFor() {
    hold("10.1.2.13", "fd01::5", "02:42:00:00:00:01");

    for (AddressSpec wanted :
        List.of(
            new AddressSpec(IpAddress.parse("10.1.2.13"), null, null),
            new AddressSpec(null, IpAddress.parse("fd01::5"), null),
            new AddressSpec(null, null, "02:42:00:00:00:01"))) {
      assertThatThrownBy(() -> asked(SMALL, SMALL6, wanted))
          .hasMessageContaining("container abc")
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_IN_USE));
    }
  }

  @Test
  void passesAddressesWhoseHardwareAddressSomebodyAskedFor() {
    hold("02:67:0a:01:02:0a");

    assertThat(next(SMALL, "10.1.2.9")).isEqualTo("10.1.2.11");
  }

  @Test
  void refusesWhatNoContainerCanHave() {
    for (String address : List.of("10.1.2.8", "10.1.2.9", "10.1.2.15", "10.1.2.16")) {
      AddressSpec wanted = new AddressSpec(IpAddress.parse(address), null, null);
      assertCode(ErrorCode.INVALID_ARGUMENT, () -> asked(SMALL, null, wanted));
    }
    AddressSpec ipv6 = new AddressSpec(null, IpAddress.parse("fd01::5"), null);
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> asked(SMALL, null, ipv6));
  }

  private void hold(String... addresses) {
    for (String address : addresses) {
      held.put(address, "container abc");
    }
  }

  private String next(NetworkSubnet subnet, String last) {
    return choice(subnet, null, AddressSpec.ANY).after(IpAddress.parse(last)).ipv4().toString();
  }

  private Lease asked(NetworkSubnet ipv4, @Nullable NetworkSubnet ipv6, AddressSpec wanted) {
    return choice(ipv4, ipv6, wanted).after(ipv4.gateway());
  }

  private LeaseChoice choice(NetworkSubnet ipv4, @Nullable NetworkSubnet ipv6, AddressSpec wanted) {
    Network network =
        new Network(
            1,
            TenantId.DEFAULT,
            "net",
            "n1",
            "br1",
            NetworkDefinition.PLAIN,
            ipv4,
            ipv6,
            Instant.EPOCH);
    return new LeaseChoice(new Place(network, wanted), held);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
