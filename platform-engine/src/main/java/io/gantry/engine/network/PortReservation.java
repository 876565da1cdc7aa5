package io.gantry.engine.network;

import io.gantry.api.container.PortMapping;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.InetSocket;
import io.gantry.engine.linux.SyscallException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that hold the published ports of one container (NETWORK-17). They are handed to the
 * monitor, which keeps them until the container's exit; closed here after that.
 */
public final class PortReservation implements AutoCloseable {
  private static final String ANY = "0.0.0.0";

  private final List<Descriptor> sockets = new ArrayList<>();

  private PortReservation() {}

  /**
   * Takes every port, or none.
   *
   * @throws GantryException PORT_IN_USE naming the port, INVALID_ARGUMENT for an address that is no
   *     IPv4 address of this host
   */
  static PortReservation of(List<PortMapping> ports) {
    PortReservation reservation = new PortReservation();
    boolean complete = false;
    try {
      ports.forEach(reservation::take);
      complete = true;
      return reservation;
    } finally {
      if (!complete) {
        reservation.close();
      }
    }
  }

  /** The sockets, for the monitor; they stay this object's. */
  public List<Descriptor> sockets() {
    return List.copyOf(sockets);
  }

  @Override
  public void close() {
    sockets.forEach(Descriptor::close);
  }

  private void take(PortMapping port) {
    Inet4Address address = address(port.hostAddress());
    try {
      sockets.add(
          switch (port.protocol()) {
            case TCP -> InetSocket.listen(address, port.hostPort());
            case UDP -> InetSocket.bindDatagram(address, port.hostPort());
          });
    } catch (SyscallException e) {
      throw refused(port, e);
    }
  }

  private static GantryException refused(PortMapping port, SyscallException e) {
    String name =
        "port %s:%d/%s"
            .formatted(
                port.hostAddress() == null ? "" : port.hostAddress(),
                port.hostPort(),
                port.protocol().name().toLowerCase(Locale.ROOT));
    if (e.is(Errno.EADDRINUSE)) {
      return GantryException.of(
          ErrorCode.PORT_IN_USE, name + " is in use on this node: publish another one", e);
    }
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, name + " cannot be published here", e);
  }

  /** Literal addresses only; nothing is looked up. */
  private static Inet4Address address(@Nullable String text) {
    String literal = HostNames.requireAddress(text == null || text.isEmpty() ? ANY : text);
    try {
      if (literal.indexOf(':') < 0 && InetAddress.getByName(literal) instanceof Inet4Address v4) {
        return v4;
      }
    } catch (UnknownHostException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "'%s' is not an IPv4 address".formatted(literal), e);
    }
    throw GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "ports are published on IPv4 addresses, not on '%s'".formatted(literal));
  }
}
