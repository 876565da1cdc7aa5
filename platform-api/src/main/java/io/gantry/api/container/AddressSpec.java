package io.gantry.api.container;

import io.gantry.api.network.IpAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses a container wants in one network; what is absent is chosen. They are its own while
 * it is initialised or runs, not before.
 *
 * @param mac as {@code 02:42:ac:11:00:02}
 */
public record AddressSpec(
    @Nullable IpAddress ipv4, @Nullable IpAddress ipv6, @Nullable String mac) {
  public static final AddressSpec ANY = new AddressSpec(null, null, null);

  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}([:-][0-9a-f]{2}){5}");
  private static final String NOBODY = "00:00:00:00:00:00";

  public AddressSpec(@Nullable IpAddress ipv4, @Nullable IpAddress ipv6, @Nullable String mac) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.mac = mac == null ? null : requireMac(mac.toLowerCase(Locale.ROOT));
    if (ipv4 != null && ipv4.isIpv6()) {
      throw new IllegalArgumentException(
          "network.addresses ipv4 '%s' is of IPv6: write it to ipv6".formatted(ipv4));
    }
    if (ipv6 != null && !ipv6.isIpv6()) {
      throw new IllegalArgumentException(
          "network.addresses ipv6 '%s' is of IPv4: write it to ipv4".formatted(ipv6));
    }
  }

  private static String requireMac(String mac) {
    if (!MAC.matcher(mac).matches()) {
      throw new IllegalArgumentException(
          "network.addresses mac '%s' is not of the form 02:42:ac:11:00:02"
              .formatted(mac.replaceAll("\\p{Cntrl}", "?")));
    }
    String plain = mac.replace('-', ':');
    if ((Integer.parseInt(plain.substring(0, 2), 16) & 1) != 0 || plain.equals(NOBODY)) {
      throw new IllegalArgumentException(
          "network.addresses mac '%s' is not that of one host: let its first byte be even, as 02"
              .formatted(mac));
    }
    return plain;
  }
}
