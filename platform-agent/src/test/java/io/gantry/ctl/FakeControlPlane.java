package io.gantry.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A control plane that gives prepared answers, in their order, the last one again and again, and
 * remembers what it was asked.
 */
final class FakeControlPlane implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  private record Answer(int status, String type, ByteBuffer body) {}

  /** A request as it came. */
  record Asked(String method, String path, String query, String body, Map<String, String> headers) {
    String line() {
      return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
  }

  FakeControlPlane() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeControlPlane on(String request, String json) {
    return on(request, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  FakeControlPlane refuse(String request, int status, String problem) {
    return on(
        request, status, "application/problem+json", problem.getBytes(StandardCharsets.UTF_8));
  }

  synchronized FakeControlPlane on(String request, int status, String type, byte[] body) {
    answers
        .computeIfAbsent(request, key -> new ArrayDeque<>())
        .add(new Answer(status, type, ByteBuffer.wrap(body)));
    return this;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  Asked last(String method) {
    return asked().reversed().stream()
        .filter(request -> request.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request = read(exchange);
      asked.add(request);
      Answer answer = next(request.method() + " " + request.path().replaceFirst("^/api/v1", ""));
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("X-Request-Id", "req-1");
      byte[] body = answer.body().array();
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String query = exchange.getRequestURI().getRawQuery();
    return new Asked(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query == null ? "" : query,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        headers);
  }

  private synchronized Answer next(String key) {
    Deque<Answer> prepared = answers.get(key);
    if (prepared == null) {
      return new Answer(
          404,
          "application/problem+json",
          ByteBuffer.wrap(
              "{\"code\":\"NOT_FOUND\",\"detail\":\"%s was not prepared\"}"
                  .formatted(key)
                  .getBytes(StandardCharsets.UTF_8)));
    }
    return prepared.size() > 1 ? prepared.remove() : prepared.getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
