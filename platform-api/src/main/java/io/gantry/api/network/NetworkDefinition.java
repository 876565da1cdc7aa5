package io.gantry.api.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bridge network as its user wants it. What is left out is chosen by the node.
 *
 * @param subnets at most one of each family
 * @param ipv6 whether it has IPv6 as well; so with a subnet of it
 * @param internal whether it has no way out
 * @param options {@code mtu}: largest packet in bytes, from 68, with IPv6 from 1280, to 65535
 * @param ipv6Only whether it has no IPv4
 */
public record NetworkDefinition(
    List<NetworkSubnet> subnets,
    boolean ipv6,
    boolean internal,
    Map<String, String> options,
    boolean ipv6Only) {
  /** All is left to the node. */
  public static final NetworkDefinition PLAIN =
      new NetworkDefinition(null, false, false, null, false);

  /** The one option there is. */
  public static final String MTU = "mtu";

  private static final int LEAST_MTU = 68;
  private static final int LEAST_MTU_IPV6 = 1280;
  private static final int MOST_MTU = 65_535;

  public NetworkDefinition(
      @Nullable List<NetworkSubnet> subnets,
      boolean ipv6,
      boolean internal,
      @Nullable Map<String, String> options,
      boolean ipv6Only) {
    this.subnets = subnets == null ? List.of() : List.copyOf(subnets);
    this.ipv6Only = ipv6Only;
    this.ipv6 = ipv6 || ipv6Only || subnet(true).isPresent();
    this.internal = internal;
    this.options =
        options == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(options));
    requireOneOfAFamily();
    requireIpv6Only();
    this.options.forEach(this::requireOption);
  }

  /** With these subnets and nothing else, as {@code 10.90.1.0/24}. */
  public static NetworkDefinition of(String... subnets) {
    return new NetworkDefinition(
        Arrays.stream(subnets).map(Subnet::parse).map(NetworkSubnet::of).toList(),
        false,
        false,
        null,
        false);
  }

  /** The same without a way out. */
  public NetworkDefinition withoutWayOut() {
    return new NetworkDefinition(subnets, ipv6, true, options, ipv6Only);
  }

  /** The same with IPv6. */
  public NetworkDefinition withIpv6() {
    return new NetworkDefinition(subnets, true, internal, options, ipv6Only);
  }

  /** The same with IPv6 alone. */
  public NetworkDefinition withIpv6Only() {
    return new NetworkDefinition(subnets, true, internal, options, true);
  }

  /** The subnet that was asked for. */
  public Optional<NetworkSubnet> ipv4Subnet() {
    return subnet(false);
  }

  /** The subnet of IPv6 that was asked for. */
  public Optional<NetworkSubnet> ipv6Subnet() {
    return subnet(true);
  }

  private Optional<NetworkSubnet> subnet(boolean ofIpv6) {
    return subnets.stream().filter(each -> each.subnet().isIpv6() == ofIpv6).findFirst();
  }

  private void requireOneOfAFamily() {
    long ipv6Subnets = subnets.stream().filter(each -> each.subnet().isIpv6()).count();
    if (ipv6Subnets > 1 || subnets.size() - ipv6Subnets > 1) {
      throw new IllegalArgumentException(
          "subnets: a network has at most one of IPv4 and one of IPv6: make a second network");
    }
  }

  private void requireIpv6Only() {
    if (ipv6Only && ipv4Subnet().isPresent()) {
      throw new IllegalArgumentException(
          "subnets: a network with IPv6 alone has no subnet of IPv4: leave out that or ipv6Only");
    }
  }

  private void requireOption(String name, String value) {
    if (!name.equals(MTU)) {
      throw new IllegalArgumentException("options.%s is not known: mtu is".formatted(name));
    }
    int least = ipv6 ? LEAST_MTU_IPV6 : LEAST_MTU;
    if (!value.matches("\\d{2,5}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > MOST_MTU) {
      throw new IllegalArgumentException(
          "options.mtu '%s' is not a number from %d to %d".formatted(value, least, MOST_MTU));
    }
  }
}
