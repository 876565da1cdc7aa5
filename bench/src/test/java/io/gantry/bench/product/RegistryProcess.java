package io.gantry.bench.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's registry on the loopback device, with its content in a directory. */
final class RegistryProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private RegistryProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Returns when it listens. */
  static RegistryProcess start(Path directory) throws IOException {
    int port = freePort();
    Path config =
        Files.writeString(
            directory.resolve("registry.yml"),
            """
            version: 0.1
            storage:
              filesystem:
                rootdirectory: %s
            http:
              addr: 127.0.0.1:%d
            """
                .formatted(directory.resolve("content"), port));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    RegistryProcess registry = new RegistryProcess(process, port);
    registry.awaitListening();
    return registry;
  }

  String address() {
    return "localhost:" + port;
  }

  private void awaitListening() throws IOException {
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    String line = log.readLine();
    while (line != null && !line.contains("listening on")) {
      line = log.readLine();
    }
    if (line == null) {
      throw new IOException("the registry does not start");
    }
    Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
