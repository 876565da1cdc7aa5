package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import io.gantry.api.network.Subnet;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ranges the host's routes lead to: a network of containers must not hide them. */
final class HostRoutes {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final Path IPV6_ROUTES = Path.of("/proc/net/ipv6_route");
  private static final Path IPV6_OFF = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final int DESTINATION = 1;
  private static final int MASK = 7;
  private static final int HEXADECIMAL = 16;

  private HostRoutes() {}

  /** The ranges in use now, of both families. */
  static List<Subnet> taken() {
    try {
      List<Subnet> taken = new ArrayList<>(parse(Files.readAllLines(ROUTES)));
      if (Files.exists(IPV6_ROUTES)) {
        taken.addAll(parseIpv6(Files.readAllLines(IPV6_ROUTES)));
      }
      return taken;
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the host's routes cannot be read", e);
    }
  }

  /** Whether the host has an interface of that name. */
  static boolean hasInterface(String name) {
    return Files.exists(INTERFACES.resolve(name));
  }

  /** Whether new interfaces of the host can have IPv6 addresses. */
  static boolean hasIpv6() {
    try {
      return Files.exists(IPV6_OFF) && Files.readString(IPV6_OFF).strip().equals("0");
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, IPV6_OFF + " cannot be read", e);
    }
  }

  /** Reads the kernel's table; the default route is left out. */
  static List<Subnet> parse(List<String> lines) {
    List<Subnet> subnets = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split("\\s+", -1);
      if (fields.length > MASK) {
        int prefix = Integer.bitCount(Integer.parseUnsignedInt(fields[MASK], HEXADECIMAL));
        add(subnets, address(fields[DESTINATION]), prefix);
      }
    }
    return subnets;
  }

  /** Reads the table of IPv6, which has no heading: destination, length of its prefix, and more. */
  static List<Subnet> parseIpv6(List<String> lines) {
    List<Subnet> subnets = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split("\\s+", -1);
      BigInteger destination = new BigInteger(fields[0], HEXADECIMAL);
      int prefix = Integer.parseInt(fields[1], HEXADECIMAL);
      add(subnets, new IpAddress(Family.IPV6, destination), prefix);
    }
    return subnets;
  }

  private static void add(List<Subnet> subnets, IpAddress destination, int prefix) {
    if (prefix > 0) {
      subnets.add(Subnet.around(destination, prefix));
    }
  }

  /** The kernel prints the bytes as its own number, the first address byte lowest. */
  private static IpAddress address(String hexadecimal) {
    int number = Integer.reverseBytes(Integer.parseUnsignedInt(hexadecimal, HEXADECIMAL));
    return new IpAddress(Family.IPV4, BigInteger.valueOf(Integer.toUnsignedLong(number)));
  }
}
