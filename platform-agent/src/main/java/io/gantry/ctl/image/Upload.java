package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Sends a file, or standard input for {@code -}, as the body of a request. */
final class Upload {
  private final Shell shell;
  private final Progress progress;

  Upload(Shell shell, Progress progress) {
    this.shell = shell;
    this.progress = progress;
  }

  JsonNode send(ApiPath path, String file, String task) throws IOException {
    boolean standardInput = file.equals("-");
    long size = standardInput ? -1 : size(Path.of(file));
    try (InputStream raw = standardInput ? shell.in() : Files.newInputStream(Path.of(file));
        InputStream source = progress.over(shell, raw, task, size)) {
      return shell.controlPlane().upload(path, BodyPublishers.ofInputStream(() -> source));
    }
  }

  private static long size(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("'" + file + "' is no file that can be read");
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }
}
