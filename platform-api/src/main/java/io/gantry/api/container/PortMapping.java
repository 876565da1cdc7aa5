package io.gantry.api.container;

import io.gantry.api.network.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ports of the container published on the host: one, or several in a row.
 *
 * @param hostAddress the address to listen on; absent is every address
 * @param hostPort the first on the host, 1–65535
 * @param containerPort the first in the container, 1–65535
 * @param range how many, 1–1000; 0 is one
 */
public record PortMapping(
    @Nullable String hostAddress, int hostPort, int containerPort, Protocol protocol, int range) {
  /** As many ports a container may publish in all. */
  public static final int MOST = 1_000;

  private static final int LAST_PORT = 65_535;

  /** Of which protocol the ports are; TCP and UDP have ports of their own. */
  public enum Protocol {
    TCP,
    UDP
  }

  public PortMapping(
      @Nullable String hostAddress,
      int hostPort,
      int containerPort,
      @Nullable Protocol protocol,
      int range) {
    this.range = range == 0 ? 1 : requireRange(range);
    this.hostAddress = hostAddress == null || hostAddress.isEmpty() ? null : address(hostAddress);
    this.hostPort = requirePorts("hostPort", hostPort);
    this.containerPort = requirePorts("containerPort", containerPort);
    this.protocol = protocol == null ? Protocol.TCP : protocol;
  }

  /** A single port. */
  public PortMapping(
      @Nullable String hostAddress, int hostPort, int containerPort, @Nullable Protocol protocol) {
    this(hostAddress, hostPort, containerPort, protocol, 1);
  }

  private static int requireRange(int range) {
    if (range < 1 || range > MOST) {
      throw new IllegalArgumentException(
          "network.ports.range %d is not between 1 and %d".formatted(range, MOST));
    }
    return range;
  }

  private int requirePorts(String field, int first) {
    if (first < 1 || first + range - 1 > LAST_PORT) {
      throw new IllegalArgumentException(
          "network.ports.%s is between 1 and 65535, the last of a range, too".formatted(field));
    }
    return first;
  }

  private static String address(String text) {
    IpAddress address;
    try {
      address = IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("network.ports.hostAddress " + e.getMessage(), e);
    }
    if (address.isIpv6() && address.isLoopback()) {
      throw new IllegalArgumentException(
          "network.ports.hostAddress ::1 cannot be published, for the kernel forwards nothing from"
              + " it: use 127.0.0.1, or another address of the host");
    }
    return address.toString();
  }

  /** The last port on the host. */
  public int lastHostPort() {
    return hostPort + range - 1;
  }

  /** Whether both want a port of the same host for themselves. */
  public boolean overlaps(PortMapping other) {
    return protocol == other.protocol
        && hostPort <= other.lastHostPort()
        && other.hostPort <= lastHostPort()
        && (everywhere() || other.everywhere() || sameAddress(other));
  }

  /** Whether it is published on every address, if only of one family. */
  public boolean everywhere() {
    return hostAddress == null || hostAddress.equals("0.0.0.0") || hostAddress.equals("::");
  }

  private boolean sameAddress(PortMapping other) {
    return hostAddress != null && hostAddress.equals(other.hostAddress);
  }

  /** What is taken on the host, as {@code 127.0.0.1:8000-8010/tcp}. */
  public String onHost() {
    return hostText() + "/" + protocol.name().toLowerCase(Locale.ROOT);
  }

  /** The same without the protocol. */
  public String hostText() {
    if (hostAddress == null) {
      return text(hostPort);
    }
    return (hostAddress.indexOf(':') < 0 ? hostAddress : "[" + hostAddress + "]")
        + ":"
        + text(hostPort);
  }

  /** The ports that begin with this one, as {@code 8000-8010}. */
  public String text(int first) {
    return range == 1 ? Integer.toString(first) : first + "-" + (first + range - 1);
  }
}
