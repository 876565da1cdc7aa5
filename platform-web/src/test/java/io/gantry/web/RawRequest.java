package io.gantry.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request that no HTTP client would send, or whose client breaks off. */
final class RawRequest implements AutoCloseable {
  private final Socket socket;

  private RawRequest(Socket socket) {
    this.socket = socket;
  }

  /** Sends GET with the path as it is written here. */
  static RawRequest open(Client client, String path) throws IOException {
    URI server = URI.create(client.address());
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(15_000);
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\nConnection: close\r\n\r\n"
            .formatted(
                path,
                server.getAuthority(),
                client.headers().getFirst(),
                client.headers().getLast());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new RawRequest(socket);
  }

  /** The whole answer. */
  String answer() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads until the text has come. */
  void await(String text) throws IOException {
    StringBuilder came = new StringBuilder();
    while (came.indexOf(text) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the answer ended: " + came);
      }
      came.append((char) next);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
