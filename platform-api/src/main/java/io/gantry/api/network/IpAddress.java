package io.gantry.api.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address without a zone. Two texts of one address are equal, and written as RFC
 * 5952 says.
 *
 * @param number its bits as a number that is not negative
 */
public record IpAddress(Family family, BigInteger number) implements Comparable<IpAddress> {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int LONGEST = 45;

  /** How long the addresses are. */
  public enum Family {
    IPV4(32),
    IPV6(128);

    private final int bits;

    Family(int bits) {
      this.bits = bits;
    }

    /** How long an address is. */
    public int bits() {
      return bits;
    }

    /** The address that is all zeros: every address of a host, where one is listened on. */
    public IpAddress any() {
      return new IpAddress(this, BigInteger.ZERO);
    }
  }

  public IpAddress {
    if (number.signum() < 0 || number.bitLength() > family.bits) {
      throw new IllegalArgumentException(number + " is no address of " + family);
    }
  }

  /**
   * Reads an address; no name is looked up.
   *
   * @throws IllegalArgumentException for anything else
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static IpAddress parse(String text) {
    boolean ipv4 = IPV4.matcher(text).matches();
    if (ipv4 || (text.length() <= LONGEST && IPV6.matcher(text).matches())) {
      try {
        byte[] bytes = InetAddress.getByName(text).getAddress();
        Family family = ipv4 ? Family.IPV4 : Family.IPV6;
        if (bytes.length * Byte.SIZE == family.bits) {
          return new IpAddress(family, new BigInteger(1, bytes));
        }
      } catch (UnknownHostException e) {
        throw malformed(text, e);
      }
    }
    throw malformed(text, null);
  }

  private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "'%s' is not an IP address: write it like 192.0.2.1 or 2001:db8::1"
            .formatted(text.replaceAll("\\p{Cntrl}", "?")),
        cause);
  }

  /** Whether its family is IPv6. */
  public boolean isIpv6() {
    return family == Family.IPV6;
  }

  /** Whether it is that of a host's own loopback. */
  public boolean isLoopback() {
    return isIpv6()
        ? number.equals(BigInteger.ONE)
        : number.shiftRight(Family.IPV4.bits - Byte.SIZE).intValue() == 127;
  }

  /**
   * The address that many further on.
   *
   * @throws IllegalArgumentException if the family ends before
   */
  public IpAddress plus(BigInteger offset) {
    return new IpAddress(family, number.add(offset));
  }

  /**
   * The address that many further on.
   *
   * @throws IllegalArgumentException if the family ends before
   */
  public IpAddress plus(long offset) {
    return plus(BigInteger.valueOf(offset));
  }

  /** For sockets. */
  public InetAddress toInetAddress() {
    byte[] bytes = new byte[family.bits / Byte.SIZE];
    byte[] bare = number.toByteArray();
    int length = Math.min(bare.length, bytes.length);
    System.arraycopy(bare, bare.length - length, bytes, bytes.length - length, length);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the length is right", e);
    }
  }

  @Override
  public int compareTo(IpAddress other) {
    int families = family.compareTo(other.family);
    return families == 0 ? number.compareTo(other.number) : families;
  }

  @Override
  @JsonValue
  public String toString() {
    return isIpv6() ? Ipv6Text.of(number) : ipv4Text();
  }

  private String ipv4Text() {
    int bits = number.intValue();
    return "%d.%d.%d.%d"
        .formatted(bits >>> 24, (bits >>> 16) & 0xff, (bits >>> 8) & 0xff, bits & 0xff);
  }
}
