package io.gantry.ctl.image;

import io.gantry.api.image.TransferProgress;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A transfer between a node and a registry, told line by line; the last line is how it ended. */
final class Transfer {
  private static final String TYPE = "application/x-ndjson";

  private final Shell shell;
  private final Progress progress;
  private boolean summed;

  Transfer(Shell shell, Progress progress) {
    this.shell = shell;
    this.progress = progress;
  }

  JsonNode run(ApiPath path, Object body, String task) throws IOException {
    JsonNode last = Json.MAPPER.nullNode();
    try (ProgressBar bar = progress.bar(shell, task);
        InputStream answer = shell.controlPlane().openPost(path, body, TYPE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          last = Json.MAPPER.readTree(line);
          show(last, bar);
        }
      }
    }
    return checked(last);
  }

  /** Once the sum of all layers is told, the bar shows that and no single layer. */
  private void show(JsonNode line, @Nullable ProgressBar bar) {
    if (bar == null || !isProgress(line)) {
      return;
    }
    boolean sum = line.path("item").asString("").equals(TransferProgress.TOTAL);
    summed |= sum;
    if (summed && !sum) {
      return;
    }
    long total = line.path("total").asLong(-1);
    if (total > 0) {
      bar.maxHint(total);
    }
    bar.stepTo(line.path("bytes").asLong());
    bar.setExtraMessage(line.path("item").asString(""));
  }

  private static boolean isProgress(JsonNode line) {
    return line.has("item") && line.has("bytes");
  }

  private static JsonNode checked(JsonNode last) {
    if (last.path("code").isString()) {
      throw RequestFailed.inStream(
          last.path("code").stringValue(), last.path("detail").asString("the transfer failed"));
    }
    if (last.isNull() || isProgress(last)) {
      throw RequestFailed.inStream("NODE_UNAVAILABLE", "the transfer was cut off");
    }
    return last;
  }
}
