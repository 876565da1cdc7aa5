package io.gantry.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An installation of its own below a directory, driven by the {@code gantry} script as a user
 * would.
 */
public final class Installation implements AutoCloseable {
  private final Path script;
  private final Path home;

  public Installation(Path repository, Path home) {
    this.script = repository.resolve("gantry");
    this.home = home;
  }

  /** Starts what does not run; returns when everything answers. */
  public void up() throws IOException, InterruptedException {
    require(gantry("up"));
  }

  /** One call of the script against this installation. */
  public Outcome gantry(String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(script.toString(), command, "--home", home.toString()));
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile("gantry-output", ".txt");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("gantry " + command + " took more than 10 minutes");
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** What a call ended with and what it printed. */
  public record Outcome(int code, String output) {}

  /** Address of the REST API. */
  public String address() throws IOException {
    return "http://127.0.0.1:"
        + Files.readAllLines(home.resolve("installation")).stream()
            .filter(line -> line.startsWith("web_port="))
            .findFirst()
            .orElseThrow()
            .substring("web_port=".length());
  }

  /** The first admin's password. */
  public String password() throws IOException {
    return Files.readString(home.resolve("secrets/admin")).strip();
  }

  /** The process of one part: {@code agent}, {@code control-plane} or {@code postgres}. */
  public Optional<ProcessHandle> process(String part) throws IOException {
    Path file = home.resolve(part + ".pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip().split(" ", -1)[0]));
  }

  private static void require(Outcome outcome) throws IOException {
    if (outcome.code() != 0) {
      throw new IOException("gantry ended with " + outcome.code() + ": " + outcome.output());
    }
  }

  /** Leaves nothing of the installation on the host. */
  @Override
  public void close() throws IOException {
    try {
      require(gantry("down", "--purge"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping the installation", e);
    }
  }
}
