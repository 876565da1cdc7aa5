package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A log that CRIU writes while it works for a container.
 *
 * @param file in the container's bundle
 */
record CriuLog(Path file) {
  private static final int TAIL_BYTES = 16 * 1024;
  private static final int LINES = 5;

  /** Begins an empty one, so that it is there and nobody else's whatever happens next. */
  void begin() throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The failure with what CRIU has said last about it; it is the runtime's in any case. */
  GantryException explain(ContainerId id, GantryException failure) {
    if (failure.code() == ErrorCode.TIMEOUT) {
      return failure;
    }
    String last = lastWords();
    String message = String.valueOf(failure.getMessage());
    return GantryException.of(
            ErrorCode.RUNTIME,
            last.isEmpty() ? message : message + "; the end of " + file + ": " + last,
            failure)
        .about("container", id);
  }

  /** Its last errors, or where it names none its last lines. */
  private String lastWords() {
    List<String> lines = tail().lines().filter(line -> !line.isBlank()).toList();
    List<String> errors = lines.stream().filter(line -> line.contains("Error")).toList();
    List<String> chosen = errors.isEmpty() ? lines : errors;
    return chosen.stream()
        .skip(Math.max(0, chosen.size() - LINES))
        .map(String::strip)
        .collect(Collectors.joining(" | "));
  }

  private String tail() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(0, log.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) Math.min(log.length(), TAIL_BYTES)];
      log.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // CRIU did not get to logging; the runtime has words of its own
    }
  }
}
