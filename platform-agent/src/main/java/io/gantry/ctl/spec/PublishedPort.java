package io.gantry.ctl.spec;

import io.gantry.api.container.PortMapping;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code [[address:]hostPort:]containerPort[/protocol]}, where a port may be a range and an
 * IPv6 address is in brackets.
 */
final class PublishedPort {
  private static final Pattern FORMAT =
      Pattern.compile(
          "((?<address>\\[[^\\]/]+]|[^:/\\[\\]]*):(?=[^:]*:))?"
              + "((?<host>[^:/]*):)?(?<container>[^:/]+)(/(?<protocol>.+))?");

  private PublishedPort() {}

  static PortMapping parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text, null);
    }
    Ports container = Ports.parse(matcher.group("container"), text);
    String host = matcher.group("host");
    Ports wanted = host == null || host.isEmpty() ? container : Ports.parse(host, text);
    if (wanted.count() != container.count()) {
      throw new IllegalArgumentException(
          "'" + text + "' has ranges of different length: give as many ports on either side");
    }
    String address = matcher.group("address");
    return new PortMapping(
        address == null ? null : address.replaceAll("[\\[\\]]", ""),
        wanted.first(),
        container.first(),
        protocol(matcher.group("protocol"), text),
        wanted.count());
  }

  private static PortMapping.@Nullable Protocol protocol(@Nullable String name, String text) {
    return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "tcp" -> PortMapping.Protocol.TCP;
      case "udp" -> PortMapping.Protocol.UDP;
      default -> throw new IllegalArgumentException("'" + text + "' has no protocol of tcp, udp");
    };
  }

  private static IllegalArgumentException malformed(
      String text, @Nullable NumberFormatException cause) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no port: write it as PORT, PORT:PORT or ADDRESS:PORT:PORT,"
            + " a range as 8000-8010 and an IPv6 address as [2001:db8::1]",
        cause);
  }

  /** Some in a row. */
  private record Ports(int first, int count) {
    private static final int LAST = 65_535;

    static Ports parse(String range, String text) {
      String[] ends = range.split("-", 2);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
        if (last < first || last > LAST) {
          throw new IllegalArgumentException(
              "'" + text + "' has a range that does not end between its first port and 65535");
        }
        return new Ports(first, last - first + 1);
      } catch (NumberFormatException e) {
        throw malformed(text, e);
      }
    }
  }
}
