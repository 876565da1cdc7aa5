package io.gantry.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events. */
final class EventReader implements AutoCloseable {
  private final BufferedReader lines;

  private EventReader(BufferedReader lines) {
    this.lines = lines;
  }

  static EventReader open(Client client, String path) {
    return new EventReader(
        new BufferedReader(
            new InputStreamReader(
                client
                    .with("Accept", "text/event-stream")
                    .open("GET", path, BodyPublishers.noBody())
                    .body(),
                StandardCharsets.UTF_8)));
  }

  /** Data of the next event. */
  String next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        return line.substring("data:".length());
      }
    }
    throw new IOException("the stream ended");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
