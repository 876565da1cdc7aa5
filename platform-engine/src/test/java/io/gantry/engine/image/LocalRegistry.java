package io.gantry.engine.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A registry of its own on a loopback port, with all it has in a directory. */
final class LocalRegistry implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private LocalRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static LocalRegistry start(Path directory) throws IOException {
    return start(directory, "");
  }

  /** One that wants the user {@code gantry} with the password {@code secret}. */
  static LocalRegistry startWithLogin(Path directory) throws IOException {
    Path users =
        Files.writeString(
            directory.resolve("htpasswd"),
            "gantry:$2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n");
    return start(
        directory,
        """
        auth:
          htpasswd:
            realm: test
            path: %s
        """
            .formatted(users));
  }

  private static LocalRegistry start(Path directory, String further) throws IOException {
    int port = freePort();
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: %s
            http:
              addr: 127.0.0.1:%d
            """
                    .formatted(directory.resolve("content"), port)
                + further);
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    LocalRegistry registry = new LocalRegistry(process, port);
    registry.awaitStart();
    return registry;
  }

  /** Where it listens. */
  String host() {
    return "localhost:" + port;
  }

  /** A reference to an image in it. */
  String image(String nameAndTag) {
    return "localhost:" + port + "/" + nameAndTag;
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!isListening()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException("the registry does not start");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      // Not yet; the caller tries again until its time is over.
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
