package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.PortMapping;
import io.gantry.api.container.PortMapping.Protocol;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Rule;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports published in a row, by the real tools. */
@RequiresHost({"root", "netavark", "iptables", "ip6tables"})
class PublishedRangesIT {
  private static final int PORT = 9000;
  private static final int PATIENCE_MILLIS = 1500;

  private TestNetworks networks;

  @BeforeEach
  void open(@TempDir Path home) {
    networks = new TestNetworks(home, 0);
  }

  @AfterEach
  void close() throws IOException {
    networks.close();
  }

  @Test
  @Rule("NETWORK-17")
  void reachTheContainerPortByPort() throws IOException {
    int first = TestNetworks.freePort();
    ContainerConfig config = publishing(new PortMapping(null, first, PORT, Protocol.TCP, 11));

    try (PortReservation reservation = networks.all().reserve(config)) {
      assertThat(reservation.sockets()).hasSize(11);
      NetworkAttachment attachment = networks.attach(config);
      for (int i : new int[] {0, 5, 10}) {
        try (ServerSocket listening = TestNetworks.listen(attachment, PORT + i)) {
          assertThat(listening.isBound()).isTrue();
          assertThat(TestNetworks.reaches("127.0.0.1", first + i)).as("port %d", i).isTrue();
        }
        assertThat(TestNetworks.reaches("127.0.0.1", first + i)).as("port %d", i).isFalse();
      }
    }
  }

  @Test
  @Rule("NETWORK-17")
  void carryDatagrams() throws IOException {
    int first = TestNetworks.freePort();
    ContainerConfig config = publishing(new PortMapping(null, first, PORT, Protocol.UDP, 3));

    try (PortReservation reservation = networks.all().reserve(config)) {
      assertThat(reservation.sockets()).hasSize(3);
      NetworkAttachment attachment = networks.attach(config);
      try (DatagramSocket server =
              NetworkNamespace.inside(attachment.namespace(), () -> new DatagramSocket(PORT + 2));
          DatagramSocket client = new DatagramSocket()) {
        server.setSoTimeout(PATIENCE_MILLIS);
        client.send(
            new DatagramPacket(
                new byte[] {42},
                1,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), first + 2)));
        DatagramPacket received = new DatagramPacket(new byte[8], 8);
        server.receive(received);
        assertThat(received.getData()[0]).isEqualTo((byte) 42);
      }
    }
  }

  @Test
  @Rule("NETWORK-17")
  void areTakenWholeOrNotAtAll() throws IOException {
    int first = TestNetworks.freePort();
    ContainerConfig config = publishing(new PortMapping("127.0.0.1", first, PORT, null, 5));

    try (ServerSocket taken = new ServerSocket(first + 3, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> networks.all().reserve(config))
          .hasMessageContaining("127.0.0.1:" + (first + 3) + "/tcp")
          .isInstanceOfSatisfying(
              GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE));
    }

    networks.all().reserve(config).close();
  }

  private ContainerConfig publishing(PortMapping port) {
    return networks.container(NetworkSpec.BRIDGE.withPorts(port));
  }
}
