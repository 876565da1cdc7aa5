package io.gantry.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events; closing it breaks the connection. */
final class EventReader implements AutoCloseable {
  private static final String ID = "id:";
  private static final String DATA = "data:";

  private final BufferedReader lines;
  private String lastId = "";

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

  /** Goes on after the event with this id. */
  static EventReader resume(Client client, String path, String lastId) {
    EventReader reader = open(client.with("Last-Event-ID", lastId), path);
    reader.lastId = lastId;
    return reader;
  }

  /** Data of the next event. */
  String next() throws IOException {
    String id = lastId;
    String data = "";
    for (String line = line(); !(line.isEmpty() && !data.isEmpty()); line = line()) {
      if (line.startsWith(ID)) {
        id = line.substring(ID.length());
      } else if (line.startsWith(DATA)) {
        data = line.substring(DATA.length());
      }
    }
    lastId = id;
    return data;
  }

  /** Reads the next event up to its id only. */
  void beginNext() throws IOException {
    String line = line();
    while (!line.startsWith(ID)) {
      line = line();
    }
  }

  /** Id of the last event that was read whole. */
  String lastId() {
    return lastId;
  }

  private String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the stream ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
