package io.gantry.engine.image.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server answered. Closing it gives the connection back, or ends it. */
record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final int REST = 64 * 1024;

  boolean isSuccess() {
    return status / 100 == 2;
  }

  boolean wantsLogin() {
    return status == UNAUTHORIZED;
  }

  Optional<String> redirection() {
    return status / 100 == 3 ? headers.firstValue("location") : Optional.empty();
  }

  /** When the server wants to be asked again, if it says so in seconds. */
  Optional<Duration> retryAfter() {
    return headers
        .firstValue("retry-after")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /**
   * Reads something short.
   *
   * @throws IOException also if it is longer
   */
  byte[] bytes(int most) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      content.write(buffer, 0, read);
      if (content.size() > most) {
        throw new IOException("the answer is longer than " + most + " bytes");
      }
    }
    return content.toByteArray();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  /** Gives the connection back by reading what is left, if that is little. */
  void finish() throws IOException {
    try (this) {
      byte[] unused = body.readNBytes(REST);
    }
  }
}
