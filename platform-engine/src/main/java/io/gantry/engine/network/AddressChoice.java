package io.gantry.engine.network;

import io.gantry.api.network.IpAddress;
import io.gantry.api.network.NetworkSubnet;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Predicate;

/** Which address comes next: the first free one from a place in the range on, and around it. */
final class AddressChoice {
  private AddressChoice() {}

  /**
   * Chooses an address a container can have.
   *
   * @param start where to begin; outside of the range it stands for the place as far from its
   *     beginning
   */
  static Optional<IpAddress> next(
      NetworkSubnet subnet, IpAddress start, Predicate<IpAddress> taken) {
    IpAddress base = subnet.range().base();
    BigInteger size = subnet.range().size();
    BigInteger offset = start.number().subtract(base.number());
    BigInteger tried = BigInteger.ZERO;
    while (tried.compareTo(size) < 0) {
      IpAddress candidate = base.plus(offset.add(tried).mod(size));
      if (subnet.isFree(candidate) && !taken.test(candidate)) {
        return Optional.of(candidate);
      }
      tried = tried.add(BigInteger.ONE);
    }
    return Optional.empty();
  }
}
