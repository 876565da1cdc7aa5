package io.gantry.engine.image.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The node's HTTP clients for registries, made when they are first needed. They follow no
 * redirection and add no login by themselves. Thread-safe.
 */
final class RegistryHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Duration stall;
  private @Nullable HttpClient verifying;
  private @Nullable HttpClient trusting;

  RegistryHttp(Duration stall) {
    this.stall = stall;
  }

  /** Begins a request. */
  HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(stall).setHeader("User-Agent", "gantry");
  }

  /**
   * Sends a request.
   *
   * @param insecure whether any certificate will do
   */
  Answer send(HttpRequest request, boolean insecure) throws IOException {
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          client(insecure).send(request, HttpResponse.BodyHandlers.ofPublisher());
      TimedBody body = new TimedBody(stall);
      response.body().subscribe(body);
      return new Answer(response.statusCode(), response.headers(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("given up");
    }
  }

  private synchronized HttpClient client(boolean insecure) {
    HttpClient known = insecure ? trusting : verifying;
    if (known != null) {
      return known;
    }
    HttpClient made = insecure ? builder().sslContext(trustingAll()).build() : builder().build();
    if (insecure) {
      trusting = made;
    } else {
      verifying = made;
    }
    return made;
  }

  /** One connection for each layer on its way is wanted, and no more: hence HTTP/1.1. */
  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .proxy(ProxySelector.getDefault());
  }

  private static SSLContext trustingAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  @Override
  public synchronized void close() {
    if (verifying != null) {
      verifying.shutdownNow();
    }
    if (trusting != null) {
      trusting.shutdownNow();
    }
  }
}
