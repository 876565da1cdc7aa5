package io.gantry.api.container;

import org.jspecify.annotations.Nullable;

/**
 * A port of the container published on the host.
 *
 * @param hostAddress the address to listen on; absent is every address
 * @param hostPort 1–65535
 * @param containerPort 1–65535
 */
public record PortMapping(
    @Nullable String hostAddress, int hostPort, int containerPort, Protocol protocol) {
  public enum Protocol {
    TCP,
    UDP
  }

  public PortMapping(
      @Nullable String hostAddress, int hostPort, int containerPort, @Nullable Protocol protocol) {
    this.hostAddress = hostAddress;
    this.hostPort = requirePort("hostPort", hostPort);
    this.containerPort = requirePort("containerPort", containerPort);
    this.protocol = protocol == null ? Protocol.TCP : protocol;
  }

  private static int requirePort(String field, int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("network.ports." + field + " is between 1 and 65535");
    }
    return port;
  }
}
