package io.gantry.engine.image.registry;

import io.gantry.api.image.Digest;
import io.gantry.api.image.RegistryLogin;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Index;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One place of a repository, read by one request. What is to be seen by the registry alone goes to
 * no other host, wherever it redirects to. Thread-safe.
 */
final class Remote {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int PARTIAL = 206;
  private static final String MANIFESTS =
      String.join(
          ", ",
          Index.MEDIA_TYPE,
          Manifest.MEDIA_TYPE,
          Index.DOCKER_TYPE,
          "application/vnd.docker.distribution.manifest.v2+json");

  private final Endpoint endpoint;
  private final RegistryHttp http;
  private final Access access;
  private @Nullable URI base;

  Remote(Endpoint endpoint, @Nullable RegistryLogin login, RegistryHttp http) {
    this.endpoint = endpoint;
    this.http = http;
    this.access = new Access(endpoint, endpoint.origin() ? login : null, http);
  }

  /** A manifest or index by tag or digest; by digest it is what it is called. */
  byte[] manifest(String reference) throws IOException {
    try (Answer answer = get("/manifests/" + reference, Map.of("Accept", MANIFESTS))) {
      byte[] content = answer.bytes(Documents.MAX_BYTES);
      if (reference.startsWith("sha256:") && !Sha256.of(content).value().equals(reference)) {
        throw ImageInvalid.because("what it calls " + reference + " is something else");
      }
      return content;
    }
  }

  /** The content of that digest from an offset on, or from its beginning: the status tells. */
  Answer blob(Digest digest, long offset) throws IOException {
    Map<String, String> range = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
    return get("/blobs/" + digest, range);
  }

  /** Whether the answer begins at the offset that was asked for. */
  static boolean goesOn(Answer answer, long offset) throws IOException {
    if (answer.status() != PARTIAL) {
      return false;
    }
    String range = answer.headers().firstValue("content-range").orElse("");
    if (!range.startsWith("bytes " + offset + "-")) {
      throw new IOException("the registry sends another part than was asked for");
    }
    return true;
  }

  private Answer get(String path, Map<String, String> headers) throws IOException {
    URI uri = base().resolve("/v2/" + endpoint.repository() + path);
    String shown = access.header();
    Answer answer = follow(uri, headers, shown);
    if (answer.wantsLogin()) {
      access.answer(answer, shown);
      answer.finish();
      answer = follow(uri, headers, access.header());
    }
    if (!answer.isSuccess()) {
      answer.close();
      throw new RefusedException(answer);
    }
    return answer;
  }

  private Answer follow(URI start, Map<String, String> headers, @Nullable String authorization)
      throws IOException {
    URI uri = start;
    for (int followed = 0; followed <= MOST_REDIRECTIONS; followed++) {
      HttpRequest.Builder request = http.request(uri);
      headers.forEach(request::setHeader);
      if (authorization != null && isSameServer(start, uri)) {
        request.setHeader("Authorization", authorization);
      }
      Answer answer = http.send(request.build(), endpoint.insecure());
      if (answer.redirection().isEmpty()) {
        return answer;
      }
      uri = target(uri, answer.redirection().get());
      answer.finish();
    }
    throw new IOException("the registry redirects more than " + MOST_REDIRECTIONS + " times");
  }

  private URI target(URI from, String location) throws IOException {
    try {
      URI target = from.resolve(location);
      boolean plain = "http".equals(target.getScheme()) && endpoint.insecure();
      if (target.getHost() != null && (plain || "https".equals(target.getScheme()))) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the registry redirects to what is no address", e);
    }
    throw new IOException("the registry redirects to where it is not safe");
  }

  private static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
  }

  /** HTTPS; an insecure registry that does not speak it is asked by HTTP. */
  private synchronized URI base() throws IOException {
    URI found = base;
    if (found == null) {
      found = endpoint.insecure() ? tried() : URI.create("https://" + endpoint.host());
      base = found;
    }
    return found;
  }

  private URI tried() throws IOException {
    URI secure = URI.create("https://" + endpoint.host());
    try {
      http.send(http.request(secure.resolve("/v2/")).build(), true).finish();
      return secure;
    } catch (SSLException e) {
      return URI.create("http://" + endpoint.host());
    }
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
