package io.gantry.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.agent.client.AgentJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that answers as a test says and remembers what it was asked. */
public final class TinyControlPlane implements AutoCloseable {
  /** What a route does with a request. */
  @FunctionalInterface
  public interface Route {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Authorization headers, in order of arrival. */
  public final List<String> authorizations = new CopyOnWriteArrayList<>();

  private TinyControlPlane(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.start();
  }

  public static TinyControlPlane start() throws IOException {
    return new TinyControlPlane(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  public TinyControlPlane on(String path, Route route) {
    server.createContext(
        path,
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          authorizations.add(authorization == null ? "" : authorization);
          try (exchange) {
            route.answer(exchange);
          }
        });
    return this;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public static void json(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = AgentJson.MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  public static <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
    return AgentJson.MAPPER.readValue(exchange.getRequestBody().readAllBytes(), type);
  }

  /** Writes one line of an endless answer and sends it off. */
  public static void line(OutputStream answer, Object value) throws IOException {
    String line = value instanceof String text ? text : AgentJson.MAPPER.writeValueAsString(value);
    answer.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    answer.flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
