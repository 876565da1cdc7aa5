package io.gantry.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Versions of the programs the engine uses, asked once when the agent starts. */
final class Programs {
  private static final List<String> NAMES = List.of("runc", "crun", "conmon", "netavark");
  private static final String FURTHER_DIRECTORIES =
      ":/usr/sbin:/usr/lib/podman:/usr/libexec/podman";
  private static final int PATIENCE_SECONDS = 5;

  private Programs() {}

  /** Program to version; one that is missing or does not answer is left out. */
  static Map<String, String> versions() throws InterruptedException {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("agent", AgentVersion.current());
    versions.put("kernel", System.getProperty("os.version"));
    for (String name : NAMES) {
      Path program = find(name).orElse(null);
      if (program != null) {
        ask(program).ifPresent(version -> versions.put(name, version));
      }
    }
    return versions;
  }

  private static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin") + FURTHER_DIRECTORIES;
    return Stream.of(path.split(":", -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<String> ask(Path program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().findFirst().map(Programs::lastWord);
    } catch (IOException e) {
      // A fact that is missing harms nobody; the engine says itself what it cannot do without.
      return Optional.empty();
    }
  }

  private static String lastWord(String line) {
    return line.strip().replaceFirst(".*\\s", "");
  }
}
