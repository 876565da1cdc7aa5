package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Index;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts images of a test's making into a registry, without the code under test. */
final class Publisher {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String registry;
  private final String repository;
  private final @Nullable String login;

  Publisher(LocalRegistry registry, String repository) {
    this(registry, repository, null);
  }

  Publisher(LocalRegistry registry, String repository, @Nullable String login) {
    this.registry = "http://" + registry.host();
    this.repository = repository;
    this.login = login;
  }

  /** An image for this host of these layers' archives. */
  Digest image(String tag, byte[]... layers) {
    return image(tag, Platform.ofHost(), layers);
  }

  Digest image(String tag, Platform platform, byte[]... layers) {
    List<Manifest.Descriptor> parts = new ArrayList<>();
    for (byte[] layer : layers) {
      parts.add(blob(Manifest.LAYER_TYPE, layer));
    }
    byte[] config = config(platform, layers);
    Manifest manifest = new Manifest(blob(Manifest.CONFIG_TYPE, config), parts);
    return put(tag, Manifest.MEDIA_TYPE, manifest.bytes());
  }

  /** An index of images that are here, by platform. */
  Digest index(String tag, Map<Platform, Digest> images) {
    String entries =
        images.entrySet().stream()
            .map(
                image ->
                    """
                    {"mediaType": "%s", "digest": "%s", "size": 1,
                     "platform": {"os": "%s", "architecture": "%s", "variant": "%s"}}
                    """
                        .formatted(
                            Manifest.MEDIA_TYPE,
                            image.getValue(),
                            image.getKey().os(),
                            image.getKey().architecture(),
                            image.getKey().variant()))
            .collect(Collectors.joining(","));
    String index =
        "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [%s]}"
            .formatted(Index.MEDIA_TYPE, entries);
    return put(tag, Index.MEDIA_TYPE, index.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] config(Platform platform, byte[]... layers) {
    String ids =
        Arrays.stream(layers)
            .map(layer -> "\"" + Sha256.of(layer) + "\"")
            .collect(Collectors.joining(","));
    return """
    {"os": "%s", "architecture": "%s", "variant": "%s",
     "rootfs": {"type": "layers", "diff_ids": [%s]}}
    """
        .formatted(platform.os(), platform.architecture(), platform.variant(), ids)
        .getBytes(StandardCharsets.UTF_8);
  }

  Manifest.Descriptor blob(String mediaType, byte[] content) {
    Manifest.Descriptor descriptor = Manifest.Descriptor.of(mediaType, content);
    HttpResponse<Void> begun =
        send(request("/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()), 202);
    String location = begun.headers().firstValue("location").orElseThrow();
    URI target = URI.create(registry).resolve(location);
    String query = (target.getRawQuery() == null ? "?" : "&") + "digest=" + descriptor.digest();
    send(
        builder(URI.create(target + query))
            .setHeader("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
        201);
    return descriptor;
  }

  /** Gives a manifest of any kind a tag. */
  Digest put(String tag, String mediaType, byte[] content) {
    send(
        request("/manifests/" + tag)
            .setHeader("Content-Type", mediaType)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
        201);
    return Sha256.of(content);
  }

  private HttpRequest.Builder request(String path) {
    return builder(URI.create(registry + "/v2/" + repository + path));
  }

  private HttpRequest.Builder builder(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return login == null
        ? request
        : request.setHeader(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpResponse<Void> send(HttpRequest.Builder request, int wanted) {
    try {
      HttpResponse<Void> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() != wanted) {
        throw new IllegalStateException(response.request().uri() + " is " + response.statusCode());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
