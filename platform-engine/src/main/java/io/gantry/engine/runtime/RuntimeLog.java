package io.gantry.engine.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a runtime logs as JSON: an object in each line, or, as crun does, over several. */
final class RuntimeLog {
  private static final ObjectMapper JSON = JsonMapper.shared();

  /** Before a line of an object that began above. */
  private static final Pattern GOES_ON = Pattern.compile("\n(?=(?: +\"|}))");

  private static final int MAXIMUM_BYTES = 64 * 1024;

  private RuntimeLog() {}

  /** The last error in a log file; a file that cannot be read holds none. */
  static Optional<String> lastErrorIn(Path file) {
    try (var content = Files.newInputStream(file)) {
      return lastError(new String(content.readNBytes(MAXIMUM_BYTES), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty(); // the runtime did not get to logging; its caller has other words
    }
  }

  /** The last error in the log; lines that are no JSON are skipped. */
  static Optional<String> lastError(String log) {
    return GOES_ON
        .matcher(log)
        .replaceAll(" ")
        .lines()
        .flatMap(line -> entry(line).stream())
        .filter(entry -> entry.path("level").asString("").matches("error|fatal|panic"))
        .map(entry -> entry.path("msg").asString(""))
        .reduce((earlier, later) -> later);
  }

  private static Optional<JsonNode> entry(String line) {
    try {
      return Optional.of(JSON.readTree(line));
    } catch (JacksonException e) {
      return Optional.empty(); // a stray line of text; the entries around it still count
    }
  }
}
