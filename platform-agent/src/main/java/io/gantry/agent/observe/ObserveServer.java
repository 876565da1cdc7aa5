package io.gantry.agent.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.agent.client.AgentJson;
import io.gantry.agent.work.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** Serves {@code /health} and {@code /metrics} on the loopback interface. */
public final class ObserveServer implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private ObserveServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts serving.
   *
   * @param port 0 chooses a free one
   */
  public static ObserveServer start(int port, Supplier<Health> health, Supplier<String> metrics)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ExecutorService threads = Threads.queueing("observe", 2);
    server.setExecutor(threads);
    server.createContext(
        "/health",
        exchange ->
            answer(
                exchange, "application/json", AgentJson.MAPPER.writeValueAsString(health.get())));
    server.createContext("/metrics", exchange -> answer(exchange, METRICS_TYPE, metrics.get()));
    server.start();
    return new ObserveServer(server, threads);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
