package io.gantry.agent.client;

import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The control plane as the agent sees it. An {@link IOException} means it could not be reached, a
 * {@link GantryException} that it answered with a refusal. Thread-safe.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private final URI server;
  private final @Nullable RequestSigner signer;
  private final ServerClock clock;
  private final HttpClient http;

  private ControlPlane(HttpClient http, URI server, @Nullable RequestSigner signer, Clock clock) {
    this.server = server;
    this.signer = signer;
    this.clock = new ServerClock(clock);
    this.http = http;
  }

  private static HttpClient ownClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** A client that has no identity yet and can only enrol. */
  public static ControlPlane unsigned(URI server, Clock clock) {
    return new ControlPlane(ownClient(), server, null, clock);
  }

  /** A client that signs each request as its node. */
  public static ControlPlane signed(URI server, RequestSigner signer, Clock clock) {
    return new ControlPlane(ownClient(), server, signer, clock);
  }

  /**
   * The same over a client that was made elsewhere, which {@link #close()} shuts down.
   *
   * @param signer absent for one that can only enrol
   */
  public static ControlPlane over(
      HttpClient http, URI server, @Nullable RequestSigner signer, Clock clock) {
    return new ControlPlane(http, server, signer, clock);
  }

  /** Posts the body as JSON and reads the answer. */
  public <T> T post(String path, Object body, Class<T> answer)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(AgentJson.MAPPER.writeValueAsBytes(body)))
            .build();
    return read("POST " + path, request, answer);
  }

  /** Reads an answer of JSON. */
  public <T> T get(String path, Class<T> answer) throws IOException, InterruptedException {
    HttpRequest request =
        request(path).timeout(ANSWER_TIMEOUT).header("Accept", "application/json").GET().build();
    return read("GET " + path, request, answer);
  }

  private <T> T read(String asked, HttpRequest request, Class<T> answer)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream content = accepted(asked, response)) {
      return AgentJson.MAPPER.readValue(content.readAllBytes(), answer);
    } catch (JacksonException e) {
      throw new IOException("the answer to " + asked + " is not what was expected", e);
    }
  }

  /** Opens an endless answer. Whoever gets the stream closes it; a close ends a blocked read. */
  public InputStream open(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).timeout(ANSWER_TIMEOUT).GET().build();
    return accepted("GET " + path, http.send(request, BodyHandlers.ofInputStream()));
  }

  /** Dials a WebSocket with a one-time ticket, which is its credential. */
  public CompletableFuture<WebSocket> dial(
      String path, String ticket, WebSocket.Listener listener) {
    String scheme = "https".equalsIgnoreCase(server.getScheme()) ? "wss" : "ws";
    URI uri = URI.create(scheme + "://" + server.getRawAuthority() + path);
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).header("Gantry-Ticket", ticket);
    if (signer != null) {
      builder.header("Authorization", signer.authorization(clock.now()));
    }
    return builder.buildAsync(uri, listener);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path));
    if (signer != null) {
      builder.header("Authorization", signer.authorization(clock.now()));
    }
    return builder;
  }

  private InputStream accepted(String request, HttpResponse<InputStream> response)
      throws IOException {
    clock.learn(response.headers());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    try (InputStream content = response.body()) {
      String body = new String(content.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
      throw Refusal.of(request, response.statusCode(), body);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
