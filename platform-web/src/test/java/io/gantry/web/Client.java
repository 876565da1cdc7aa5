package io.gantry.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API as any other would be: it knows nothing but HTTP and JSON. */
public final class Client {
  public static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String address;
  private final List<String> headers;

  Client(String address, @Nullable String token) {
    this(address, token == null ? List.of() : List.of("Authorization", "Bearer " + token));
  }

  private Client(String address, List<String> headers) {
    this.address = address;
    this.headers = headers;
  }

  /** The same client sending a header more. */
  public Client with(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    more.add(value);
    return new Client(address, more);
  }

  /** The same client sending the other's request id. */
  Client withRequestIdOf(Client other) {
    int at = other.headers.indexOf("X-Request-Id");
    return with("X-Request-Id", other.headers.get(at + 1));
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  /** Sends a value as JSON; a string goes as it is. */
  public Answer post(String path, Object body) {
    return send("POST", path, json(body));
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, json(body));
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, json(body));
  }

  public Answer send(String method, String path, BodyPublisher body) {
    HttpResponse<String> response = exchange(method, path, body, BodyHandlers.ofString());
    return new Answer(response);
  }

  /** Opens an answer that is read while it comes. */
  public HttpResponse<InputStream> open(String method, String path, BodyPublisher body) {
    return exchange(method, path, body, BodyHandlers.ofInputStream());
  }

  public String address() {
    return address;
  }

  public List<String> headers() {
    return headers;
  }

  private <T> HttpResponse<T> exchange(
      String method, String path, BodyPublisher body, BodyHandler<T> handler) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
    if (headers.stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
      request.header("Content-Type", "application/json");
    }
    for (int index = 0; index < headers.size(); index += 2) {
      request.header(headers.get(index), headers.get(index + 1));
    }
    try {
      return HTTP.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BodyPublisher json(Object body) {
    return BodyPublishers.ofString(
        body instanceof String text ? text : JSON.writeValueAsString(body));
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public <T> T as(Class<T> type) {
      return JSON.readValue(response.body(), type);
    }

    public @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** The problem's code, or the status if the answer is none. */
    public String code() {
      JsonNode code = status() < 400 || text().isEmpty() ? null : json().get("code");
      return code == null ? Integer.toString(status()) : code.stringValue();
    }
  }
}
