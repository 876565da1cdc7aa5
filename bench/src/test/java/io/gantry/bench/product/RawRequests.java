package io.gantry.bench.product;

import io.gantry.ctl.client.Json;
import io.gantry.ctl.client.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;

/** Requests exactly as written, also such as no client of ours would send. */
final class RawRequests {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Target target;

  RawRequests(Target target) {
    this.target = target;
  }

  /** What came back. */
  record Answer(int status, String type, String body) {
    String code() {
      try {
        return Json.MAPPER.readTree(body).path("code").asString("");
      } catch (JacksonException e) {
        return "no JSON: " + body;
      }
    }
  }

  Answer get(String path) {
    return send(request(path).GET().header("Authorization", "Bearer " + target.token()).build());
  }

  Answer anonymous(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, String body) {
    return send(
        request(path)
            .POST(BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + target.token())
            .header(
                "Content-Type",
                path.startsWith("/images") ? "application/octet-stream" : "application/json")
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(target.server() + "/api/v1" + path)).timeout(LIMIT);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
