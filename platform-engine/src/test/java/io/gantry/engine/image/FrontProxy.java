package io.gantry.engine.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Plain HTTP in front of a registry: notes who asks what, and answers otherwise where told to. */
final class FrontProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final URI registry;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Spoiler spoiler = (request, forward) -> forward.to(request);

  /** A request; names of headers in lower case. */
  record Asked(String path, Map<String, String> headers) {
    boolean isBlob() {
      return path.contains("/blobs/");
    }

    boolean isManifest() {
      return path.contains("/manifests/");
    }

    @Nullable String authorization() {
      return headers.get("authorization");
    }

    Asked without(String header) {
      Map<String, String> left = new HashMap<>(headers);
      left.remove(header);
      return new Asked(path, left);
    }
  }

  /** An answer. */
  static final class Reply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private int cutAfter = Integer.MAX_VALUE;

    private Reply(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    static Reply of(int status, Map<String, String> headers) {
      return new Reply(status, headers, new byte[0]);
    }

    static Reply of(String body) {
      return new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The connection breaks after so much of the body. */
    Reply cutAfter(int bytes) {
      cutAfter = bytes;
      return this;
    }

    /** One bit of the body is another. */
    Reply spoilt(int at) {
      body[at] ^= 1;
      return this;
    }
  }

  /** Asks the registry. */
  @FunctionalInterface
  interface Forward {
    Reply to(Asked request) throws IOException, InterruptedException;
  }

  /** Decides what is answered. */
  @FunctionalInterface
  interface Spoiler {
    Reply answer(Asked request, Forward forward) throws IOException, InterruptedException;
  }

  private FrontProxy(InetAddress address, String registry) throws IOException {
    this.socket = new ServerSocket(0, 50, address);
    this.registry = URI.create("http://" + registry);
  }

  static FrontProxy before(LocalRegistry registry) throws IOException {
    return before(registry, InetAddress.getLoopbackAddress());
  }

  static FrontProxy before(LocalRegistry registry, InetAddress address) throws IOException {
    FrontProxy proxy = new FrontProxy(address, registry.host());
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  void spoil(Spoiler other) {
    spoiler = other;
  }

  /** What was asked so far, without what only looked for HTTPS. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  String host() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  String image(String nameAndTag) {
    return host() + "/" + nameAndTag;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed by the test, or gone with its client.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream()) {
      in.mark(1);
      boolean http = Character.isLetter(in.read());
      in.reset();
      if (!http) {
        out.write("HTTP/1.1 400 no TLS here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      Asked request = read(in);
      asked.add(request);
      write(spoiler.answer(request, this::forward), out);
    } catch (IOException e) {
      // The client has gone, as it may.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Asked read(InputStream in) throws IOException {
    String path = line(in).split(" ", 3)[1];
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    return new Asked(path, headers);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("cut off");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private Reply forward(Asked request) throws IOException, InterruptedException {
    HttpRequest.Builder forwarded = HttpRequest.newBuilder(registry.resolve(request.path()));
    for (String header : List.of("accept", "range", "authorization")) {
      if (request.headers().containsKey(header)) {
        forwarded.setHeader(header, request.headers().get(header));
      }
    }
    HttpResponse<byte[]> response =
        client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, String> headers = new HashMap<>();
    for (String header : List.of("content-type", "content-range", "www-authenticate")) {
      response.headers().firstValue(header).ifPresent(value -> headers.put(header, value));
    }
    return new Reply(response.statusCode(), headers, response.body());
  }

  private static void write(Reply reply, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status + " x\r\n");
    reply.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: " + reply.body.length + "\r\nconnection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(reply.body, 0, Math.min(reply.body.length, reply.cutAfter));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      client.shutdownNow();
    }
  }
}
