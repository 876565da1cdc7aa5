package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.testing.RequiresHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresHost("root")
class NetworkNamespaceIT {
  private final Path file;

  NetworkNamespaceIT(@TempDir Path directory) {
    this.file = directory.resolve("namespace");
  }

  @AfterEach
  void remove() throws IOException {
    NetworkNamespace.remove(file);
  }

  @Test
  void holdsNothingButALoopbackInterfaceThatIsUp() throws Exception {
    NetworkNamespace.create(file);

    List<String> up = NetworkNamespace.inside(file, NetworkNamespaceIT::interfacesThatAreUp);

    assertThat(up).containsExactly("lo");
    assertThat(NetworkNamespace.exists(file)).isTrue();
  }

  @Test
  void keepsSocketsApartFromTheHost() throws Exception {
    NetworkNamespace.create(file);
    InetAddress local = InetAddress.getLoopbackAddress();

    try (ServerSocket server = NetworkNamespace.inside(file, () -> new ServerSocket(0, 1, local))) {
      int port = server.getLocalPort();

      assertThatThrownBy(() -> new Socket(local, port).close()).isInstanceOf(IOException.class);
      NetworkNamespace.inside(
          file,
          () -> {
            new Socket(local, port).close();
            return true;
          });
    }
  }

  @Test
  void isRemovedTwiceWithoutHarm() throws Exception {
    NetworkNamespace.create(file);

    NetworkNamespace.remove(file);
    NetworkNamespace.remove(file);

    assertThat(NetworkNamespace.exists(file)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void leavesAFileThatIsThereAlone() throws Exception {
    Files.writeString(file, "mine");

    assertThatThrownBy(() -> NetworkNamespace.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  private static List<String> interfacesThatAreUp() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(NetworkNamespaceIT::isUp)
        .map(NetworkInterface::getName)
        .toList();
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
