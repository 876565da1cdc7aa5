package io.gantry.engine.network;

import io.gantry.api.container.PortMapping;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.IpAddress.Family;
import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.InetSocket;
import io.gantry.engine.linux.SyscallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sockets that hold the published ports of one container (NETWORK-17). They are handed to the
 * monitor, which keeps them until the container's exit; closed here after that.
 */
public final class PortReservation implements AutoCloseable {
  private final List<Descriptor> sockets = new ArrayList<>();

  private PortReservation() {}

  /**
   * Takes every port, or none.
   *
   * @param families those of the container's networks
   * @throws GantryException PORT_IN_USE naming the port, INVALID_ARGUMENT for an address that this
   *     host has not, or as {@link PublishedAddresses#of}
   */
  static PortReservation of(List<PortMapping> ports, Set<Family> families) {
    PortReservation reservation = new PortReservation();
    boolean complete = false;
    try {
      for (PortMapping port : ports) {
        PublishedAddresses.of(port, families).forEach(address -> reservation.take(port, address));
      }
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

  private void take(PortMapping port, IpAddress address) {
    for (int number = port.hostPort(); number <= port.lastHostPort(); number++) {
      try {
        sockets.add(
            switch (port.protocol()) {
              case TCP -> InetSocket.listen(address.toInetAddress(), number);
              case UDP -> InetSocket.bindDatagram(address.toInetAddress(), number);
            });
      } catch (SyscallException e) {
        throw refused(port, number, e);
      }
    }
  }

  private static GantryException refused(PortMapping port, int number, SyscallException e) {
    PortMapping single =
        new PortMapping(port.hostAddress(), number, port.containerPort(), port.protocol());
    String name = "port " + single.onHost();
    if (e.is(Errno.EADDRINUSE)) {
      return GantryException.of(
          ErrorCode.PORT_IN_USE, name + " is in use on this node: publish another one", e);
    }
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, name + " cannot be published here", e);
  }
}
