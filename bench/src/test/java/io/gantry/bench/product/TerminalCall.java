package io.gantry.bench.product;

import io.gantry.bench.product.Installation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A call of gantryctl on a terminal of 33 rows and 99 columns, as {@code script} makes it. */
final class TerminalCall {
  private final String line;

  TerminalCall(Installation installation, String... arguments) {
    Path script = Installation.repository().resolve("gantry");
    this.line =
        "stty rows 33 cols 99; %s ctl --home %s %s"
            .formatted(
                script,
                installation.home(),
                List.of(arguments).stream()
                    .map(argument -> "'" + argument + "'")
                    .collect(Collectors.joining(" ")));
  }

  /** What it ends with and all that appears on the terminal. */
  Outcome run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("script", "-qec", line, "/dev/null").redirectErrorStream(true).start();
    try {
      String screen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(1, TimeUnit.MINUTES);
      return new Outcome(process.exitValue(), screen);
    } finally {
      process.destroyForcibly();
    }
  }
}
