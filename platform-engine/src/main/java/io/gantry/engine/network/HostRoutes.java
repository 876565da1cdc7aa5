package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ranges the host's routes lead to: a network of containers must not hide them. */
final class HostRoutes {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final int DEVICE = 0;
  private static final int DESTINATION = 1;
  private static final int MASK = 7;
  private static final int HEXADECIMAL = 16;

  private HostRoutes() {}

  /** The ranges in use now, but for those of the given interfaces. */
  static List<Subnet> except(Set<String> interfaces) {
    try {
      return parse(Files.readAllLines(ROUTES), interfaces);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the host's routes cannot be read", e);
    }
  }

  /** Whether the host has an interface of that name. */
  static boolean hasInterface(String name) {
    return Files.exists(INTERFACES.resolve(name));
  }

  /** Reads the kernel's table; the default route is left out. */
  static List<Subnet> parse(List<String> lines, Set<String> ignored) {
    List<Subnet> subnets = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split("\\s+", -1);
      if (fields.length > MASK && !ignored.contains(fields[DEVICE])) {
        int prefix = Integer.bitCount(Integer.parseUnsignedInt(fields[MASK], HEXADECIMAL));
        if (prefix > 0) {
          subnets.add(new Subnet(address(fields[DESTINATION]), prefix));
        }
      }
    }
    return subnets;
  }

  /** The kernel prints the bytes as its own number, the first address byte lowest. */
  private static long address(String hexadecimal) {
    int number = Integer.parseUnsignedInt(hexadecimal, HEXADECIMAL);
    return Integer.toUnsignedLong(Integer.reverseBytes(number));
  }
}
