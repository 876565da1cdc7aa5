package io.gantry.bench.product;

import io.gantry.bench.product.Installation.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A gantryctl that runs, as its user sees it: read line by line, what goes to standard error too.
 */
final class CtlProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private CtlProcess(ProcessBuilder command) throws IOException {
    this.process = command.redirectErrorStream(true).start();
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Signed in as the first admin. */
  static CtlProcess signedIn(Installation installation, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Installation.repository().resolve("gantry").toString());
    line.addAll(List.of("ctl", "--home", installation.home().toString()));
    line.addAll(List.of(arguments));
    return new CtlProcess(new ProcessBuilder(line));
  }

  /** Of a user with this home directory, who has nothing but the address of the control plane. */
  static CtlProcess of(Path userHome, Installation installation, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add("io.gantry.ctl.GantryCtl");
    line.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(line);
    command.environment().keySet().removeIf(name -> name.startsWith("GANTRY_"));
    command.environment().remove("XDG_CONFIG_HOME");
    command.environment().put("HOME", userHome.toString());
    command.environment().put("GANTRY_SERVER", installation.address());
    return new CtlProcess(command);
  }

  /** Gives it its whole input. */
  CtlProcess typing(String input) throws IOException {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  /** The next line, as soon as it is there. */
  String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("gantryctl has ended");
    }
    return line;
  }

  /** What it ends with and what it printed besides the lines that were read. */
  Outcome end() throws IOException, InterruptedException {
    StringBuilder rest = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      rest.append(line).append('\n');
    }
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IOException("gantryctl does not end");
    }
    return new Outcome(process.exitValue(), rest.toString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
