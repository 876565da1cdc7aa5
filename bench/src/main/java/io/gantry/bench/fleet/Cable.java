package io.gantry.bench.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * One node's way to the control plane, which can be cut: nothing is reached, open answers break,
 * and the answer to a request that is under way is lost though the request was not. Thread-safe.
 */
final class Cable extends HttpClient {
  private final HttpClient shared;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Cable(HttpClient shared) {
    this.shared = shared;
  }

  void cut() {
    cut = true;
    open.forEach(Cable::close);
    open.clear();
  }

  void mend() {
    cut = false;
  }

  boolean isCut() {
    return cut;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    requireWhole();
    HttpResponse<T> response = shared.send(request, handler);
    if (response.body() instanceof InputStream body && "GET".equals(request.method())) {
      open.removeIf(older -> true); // a node has one watch
      open.add(body);
    }
    if (cut && response.body() instanceof InputStream body) {
      close(body);
    }
    requireWhole();
    return response;
  }

  private void requireWhole() throws ConnectException {
    if (cut) {
      throw new ConnectException("the node is cut off");
    }
  }

  private static void close(InputStream answer) {
    try {
      answer.close();
    } catch (IOException e) {
      // It was closed already, which is what was wanted.
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return shared.sendAsync(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    return shared.sendAsync(request, handler, pushes);
  }

  /** For good, for this node; the others go on. */
  @Override
  public void shutdownNow() {
    cut();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return shared.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return shared.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return shared.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return shared.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return shared.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return shared.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return shared.authenticator();
  }

  @Override
  public Version version() {
    return shared.version();
  }

  @Override
  public Optional<Executor> executor() {
    return shared.executor();
  }
}
