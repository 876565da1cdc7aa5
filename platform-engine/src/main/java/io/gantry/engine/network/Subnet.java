package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses, as {@code 10.89.0.0/24}.
 *
 * @param base the first address as a number, its host part zero
 * @param prefix length of the network part
 */
public record Subnet(long base, int prefix) {
  private static final int BITS = 32;
  private static final int OCTET = 0xff;
  private static final Pattern FORMAT =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  public Subnet {
    if (prefix < 0
        || prefix > BITS
        || base < 0
        || (base >>> BITS) != 0
        || base % span(prefix) != 0) {
      throw new IllegalArgumentException(base + "/" + prefix + " is no subnet");
    }
  }

  /**
   * Reads {@code 10.89.0.0/24}.
   *
   * @throws GantryException INVALID_ARGUMENT if it is none, or its host part is not zero
   */
  public static Subnet parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (matcher.matches()) {
      long base = 0;
      boolean valid = true;
      for (int part = 1; part <= 4; part++) {
        int octet = Integer.parseInt(matcher.group(part));
        valid &= octet <= OCTET;
        base = (base << 8) | octet;
      }
      int prefix = Integer.parseInt(matcher.group(5));
      if (valid && prefix <= BITS && base % span(prefix) == 0) {
        return new Subnet(base, prefix);
      }
    }
    throw GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "subnet '%s' is not of the form 10.89.0.0/24 with a host part of zero".formatted(text));
  }

  /** Number of addresses, the first and the last included. */
  long size() {
    return span(prefix);
  }

  boolean overlaps(Subnet other) {
    return base < other.base + other.size() && other.base < base + size();
  }

  boolean contains(long address) {
    return address >= base && address < base + size();
  }

  /** The host's own address in the network. */
  long gateway() {
    return base + 1;
  }

  /** The first address a container can have. */
  long first() {
    return base + 2;
  }

  /** The last address a container can have; the one after it is the broadcast address. */
  long last() {
    return base + size() - 2;
  }

  /** An address as text. */
  static String text(long address) {
    return "%d.%d.%d.%d"
        .formatted(
            (address >>> 24) & OCTET,
            (address >>> 16) & OCTET,
            (address >>> 8) & OCTET,
            address & OCTET);
  }

  private static long span(int prefix) {
    return 1L << (BITS - prefix);
  }

  @Override
  public String toString() {
    return text(base) + "/" + prefix;
  }
}
