package io.gantry.api.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses, as {@code 10.89.0.0/24} or {@code fd00:1:2:3::/64}.
 *
 * @param base the first address, its host part zero
 * @param prefix length of the network part
 */
public record Subnet(IpAddress base, int prefix) {
  private static final Pattern FORMAT = Pattern.compile("([^/]+)/(0|[1-9]\\d{0,2})");

  public Subnet {
    if (prefix < 0 || prefix > base.family().bits()) {
      throw new IllegalArgumentException(
          "prefix /%d of %s is not one of its family".formatted(prefix, base));
    }
    if (base.number().getLowestSetBit() >= 0
        && base.number().getLowestSetBit() < base.family().bits() - prefix) {
      throw new IllegalArgumentException(
          "subnet %s/%d has a host part: write it as %s"
              .formatted(base, prefix, around(base, prefix)));
    }
  }

  /**
   * Reads {@code 10.89.0.0/24}.
   *
   * @throws IllegalArgumentException for anything else, and for a base with a host part
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Subnet parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "subnet '%s' is not of the form 10.89.0.0/24 or fd00:1:2:3::/64"
              .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }
    return new Subnet(IpAddress.parse(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The subnet of that length in which an address lies. */
  public static Subnet around(IpAddress address, int prefix) {
    int hostBits = address.family().bits() - prefix;
    return new Subnet(
        new IpAddress(address.family(), address.number().shiftRight(hostBits).shiftLeft(hostBits)),
        prefix);
  }

  /** Number of addresses, the first and the last included. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(base.family().bits() - prefix);
  }

  /** The last address. */
  public IpAddress end() {
    return base.plus(size().subtract(BigInteger.ONE));
  }

  /** Whether its addresses are of IPv6. */
  public boolean isIpv6() {
    return base.isIpv6();
  }

  /** Whether an address is one of its own, the first and the last included. */
  public boolean contains(IpAddress address) {
    return address.family() == base.family()
        && address.compareTo(base) >= 0
        && address.compareTo(end()) <= 0;
  }

  /** Whether all of the other is in this one. */
  public boolean contains(Subnet other) {
    return contains(other.base) && other.prefix >= prefix;
  }

  /** Whether both have an address in common. */
  public boolean overlaps(Subnet other) {
    return contains(other.base) || other.contains(base);
  }

  @Override
  @JsonValue
  public String toString() {
    return base + "/" + prefix;
  }
}
