package io.gantry.fleet.alert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts to a URL somebody else chose. It connects to the address that was checked, follows nothing,
 * reads no more than the first line of the answer, and is over after a time whatever the other side
 * does.
 */
final class WebhookCall {
  private static final int LONGEST_LINE = 512;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

  private final PublicAddresses addresses;
  private final Duration timeout;

  WebhookCall(PublicAddresses addresses, Duration timeout) {
    this.addresses = addresses;
    this.timeout = timeout;
  }

  /**
   * Returns the status the other side answered with.
   *
   * @throws IOException if there was none; its message says why, and nothing of networks behind
   */
  int post(URI url, Map<String, String> headers, String body) throws IOException {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    InetAddress address = address(url);
    try (Socket socket = new Socket()) {
      CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> close(socket));
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
      if (!secure) {
        return exchange(socket, url, headers, body);
      }
      try (Socket encrypted = encrypted(socket, url, port)) {
        return exchange(encrypted, url, headers, body);
      }
    } catch (SocketException e) {
      throw new IOException("the connection failed or took longer than " + timeout, e);
    }
  }

  private InetAddress address(URI url) throws IOException {
    try {
      return addresses
          .of(url.getHost())
          .orElseThrow(() -> new IOException("the host has no address that may be called"));
    } catch (UnknownHostException e) {
      throw new IOException("the host has no address", e);
    }
  }

  private static Socket encrypted(Socket socket, URI url, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, url.getHost(), port, true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    return encrypted;
  }

  private static int exchange(Socket socket, URI url, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("POST ").append(path(url)).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(bytes.length).append("\r\nConnection: close\r\n\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
    Matcher status = STATUS.matcher(firstLine(socket.getInputStream()));
    if (!status.matches()) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(status.group(1));
  }

  private static String path(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\r' && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new IOException("the answer is not HTTP");
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, and was most likely closed before.
    }
  }
}
