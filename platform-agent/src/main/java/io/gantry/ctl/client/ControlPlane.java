package io.gantry.ctl.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The control plane over REST. Every call throws {@link RequestFailed} when it is refused or not
 * answered. Thread-safe.
 */
public final class ControlPlane {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int PAGE = 200;
  private static final String JSON_TYPE = "application/json";

  private final Target target;
  private final HttpClient http;
  private final @Nullable String csrfToken;

  public ControlPlane(Target target) {
    this(
        target,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build(),
        null);
  }

  /** In a session of the HTTP client's cookies. */
  ControlPlane(Target target, HttpClient http, @Nullable String csrfToken) {
    this.target = target;
    this.http = http;
    this.csrfToken = csrfToken;
  }

  public JsonNode get(ApiPath path) {
    return json(request(path, JSON_TYPE).GET().build());
  }

  public <T> T get(ApiPath path, Class<T> type) {
    return Json.MAPPER.treeToValue(get(path), type);
  }

  public JsonNode post(ApiPath path, @Nullable Object body) {
    return json(
        request(path, JSON_TYPE).POST(jsonBody(body)).header("Content-Type", JSON_TYPE).build());
  }

  public JsonNode put(ApiPath path, Object body) {
    return json(
        request(path, JSON_TYPE).PUT(jsonBody(body)).header("Content-Type", JSON_TYPE).build());
  }

  /** Changes what has this version and nothing newer. */
  public JsonNode patch(ApiPath path, Object body, long version) {
    return change("PATCH", path, body, version);
  }

  /** Replaces what has this version and nothing newer. */
  public JsonNode put(ApiPath path, Object body, long version) {
    return change("PUT", path, body, version);
  }

  private JsonNode change(String method, ApiPath path, Object body, long version) {
    return json(
        request(path, JSON_TYPE)
            .method(method, jsonBody(body))
            .header("Content-Type", JSON_TYPE)
            .header("If-Match", "\"" + version + "\"")
            .build());
  }

  public JsonNode delete(ApiPath path) {
    return json(request(path, JSON_TYPE).DELETE().build());
  }

  /** Sends bytes as the body. */
  public JsonNode upload(ApiPath path, BodyPublisher body) {
    return json(
        request(path, JSON_TYPE)
            .POST(body)
            .header("Content-Type", "application/octet-stream")
            .build());
  }

  /** Opens an answer that is read while it comes. */
  public InputStream open(ApiPath path, String accept) {
    return stream(request(path, accept).GET().build());
  }

  /** Opens an answer that resumes after what was seen last. */
  public InputStream openAfter(ApiPath path, String accept, String lastEventId) {
    return stream(request(path, accept).GET().header("Last-Event-ID", lastEventId).build());
  }

  /** Opens the answer to a posted JSON body. */
  public InputStream openPost(ApiPath path, Object body, String accept) {
    return stream(
        request(path, accept).POST(jsonBody(body)).header("Content-Type", JSON_TYPE).build());
  }

  /** The first items of a list over all its pages; a limit of 0 is without. */
  public List<JsonNode> list(ApiPath path, int limit) {
    return list(path, limit, page -> {});
  }

  /** The same; each page is shown to the observer, too. */
  public List<JsonNode> list(ApiPath path, int limit, Consumer<JsonNode> observer) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = null;
    do {
      int wanted = limit == 0 ? PAGE : Math.min(PAGE, limit - items.size());
      JsonNode page = get(path.with("limit", wanted).with("cursor", cursor));
      observer.accept(page);
      page.path("items").forEach(items::add);
      cursor = page.path("next").isString() ? page.path("next").stringValue() : null;
    } while (cursor != null && (limit == 0 || items.size() < limit));
    return items;
  }

  /** Opens a stream of frames, both ways. */
  public ProcessStream dial(ApiPath path, ProcessOutput output) {
    return ProcessStream.dial(http, target, path, output);
  }

  public Target target() {
    return target;
  }

  private HttpRequest.Builder request(ApiPath path, String accept) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(target.resolve(path)).header("Accept", accept);
    if (target.token() != null) {
      builder.header("Authorization", "Bearer " + target.token());
    }
    if (target.tenant() != null) {
      builder.header("Gantry-Tenant", target.tenant());
    }
    if (csrfToken != null) {
      builder.header("X-CSRF-Token", csrfToken);
    }
    return builder;
  }

  private static BodyPublisher jsonBody(@Nullable Object body) {
    return body == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body));
  }

  private JsonNode json(HttpRequest request) {
    HttpResponse<String> response = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 400) {
      throw Problems.read(response.statusCode(), response.headers(), response.body());
    }
    return response.body().isBlank()
        ? Json.MAPPER.nullNode()
        : Json.MAPPER.readTree(response.body());
  }

  private InputStream stream(HttpRequest request) {
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() < 400) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw Problems.read(
          response.statusCode(),
          response.headers(),
          new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw RequestFailed.unreachable(target, e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw RequestFailed.unreachable(target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }
}
