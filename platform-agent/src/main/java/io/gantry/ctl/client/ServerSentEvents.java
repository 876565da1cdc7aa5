package io.gantry.ctl.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events and remembers the last id, so that a reader can resume where it was cut
 * off. Not thread-safe.
 */
public final class ServerSentEvents {
  /** The media type of the stream. */
  public static final String TYPE = "text/event-stream";

  private @Nullable String lastId;

  /** Id of the newest event that was read whole; absent before the first. */
  public @Nullable String lastId() {
    return lastId;
  }

  /** Hands on the data of each event until the stream ends. */
  public void read(InputStream source, Consumer<String> sink) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
    StringBuilder data = new StringBuilder();
    String id = lastId;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        deliver(data, sink);
        lastId = id;
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(value(line, "data:"));
      } else if (line.startsWith("id:")) {
        id = value(line, "id:");
      }
    }
  }

  private static void deliver(StringBuilder data, Consumer<String> sink) {
    if (!data.isEmpty()) {
      sink.accept(data.toString());
      data.setLength(0);
    }
  }

  private static String value(String line, String field) {
    String value = line.substring(field.length());
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
