package io.gantry.engine.network;

import io.gantry.api.container.AddressSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkSubnet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a container in one network: those it asks for, others chosen. An IPv4 address is
 * the one after the last that was given, so that it rests as long as possible; the IPv6 address has
 * the same host part where that is free.
 *
 * @param held every address of the network somebody has, the hardware ones, too, and who
 */
record LeaseChoice(Place place, Map<String, String> held) {

  /**
   * Chooses.
   *
   * @param last the IPv4 address given before
   * @throws GantryException ADDRESS_IN_USE naming the holder, INVALID_ARGUMENT for an address that
   *     no container can have there, NETWORK if the network has no free address
   */
  Lease after(IpAddress last) {
    NetworkSubnet subnet = place.network().ipv4();
    AddressSpec wanted = place.wanted();
    IpAddress ipv4 =
        wanted.ipv4() == null
            ? chosen(subnet, subnet.range().contains(last) ? last.plus(1) : base(subnet), free())
            : asked(wanted.ipv4(), subnet);
    String mac = wanted.mac() == null ? MacAddress.of(ipv4) : wanted.mac();
    requireUnheld("mac", mac);
    return new Lease(place.network().number(), ipv4, ipv6(ipv4), mac);
  }

  private @Nullable IpAddress ipv6(IpAddress ipv4) {
    IpAddress wanted = place.wanted().ipv6();
    NetworkSubnet subnet = place.network().ipv6();
    if (wanted != null) {
      return asked(wanted, subnet);
    }
    return subnet == null
        ? null
        : chosen(subnet, base(subnet).plus(place.network().ipv4().offset(ipv4)), this::isHeld);
  }

  private static IpAddress base(NetworkSubnet subnet) {
    return subnet.range().base();
  }

  /** A hardware address that will be made from it must be free, too. */
  private Predicate<IpAddress> free() {
    return place.wanted().mac() == null
        ? address -> isHeld(address) || held.containsKey(MacAddress.of(address))
        : this::isHeld;
  }

  private boolean isHeld(IpAddress address) {
    return held.containsKey(address.toString());
  }

  private IpAddress chosen(NetworkSubnet subnet, IpAddress start, Predicate<IpAddress> taken) {
    return AddressChoice.next(subnet, start, taken)
        .orElseThrow(
            () ->
                GantryException.of(
                        ErrorCode.NETWORK,
                        "every address of %s is in use: remove containers"
                            .formatted(subnet.range()))
                    .about("network", place.network().name()));
  }

  private IpAddress asked(IpAddress wanted, @Nullable NetworkSubnet subnet) {
    String field = wanted.isIpv6() ? "ipv6" : "ipv4";
    if (subnet == null || !place.network().has(wanted.family())) {
      throw refused(
          field,
          "%s is of %s, which the network has not: leave it out"
              .formatted(wanted, wanted.isIpv6() ? "IPv6" : "IPv4"));
    }
    if (!subnet.isFree(wanted)) {
      throw refused(
          field,
          "%s is no address for a container in %s, whose gateway is %s: choose another"
              .formatted(wanted, subnet.subnet(), subnet.gateway()));
    }
    requireUnheld(field, wanted.toString());
    return wanted;
  }

  private void requireUnheld(String field, String address) {
    Optional.ofNullable(held.get(address))
        .ifPresent(
            holder -> {
              throw GantryException.of(
                      ErrorCode.ADDRESS_IN_USE,
                      "network.addresses %s %s is that of %s: choose another, or stop that one"
                          .formatted(field, address, holder))
                  .about("network", place.network().name());
            });
  }

  private GantryException refused(String field, String reason) {
    return GantryException.of(
            ErrorCode.INVALID_ARGUMENT, "network.addresses %s %s".formatted(field, reason))
        .about("network", place.network().name());
  }
}
