package io.gantry.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** How a program ended and what it said on both of its outputs. */
public record Outcome(int code, String output) {

  /** Runs a program to its end, without input. */
  public static Outcome of(String... command) throws IOException, InterruptedException {
    return of(Map.of(), List.of(command));
  }

  /** Runs a program to its end, without input and with these variables added. */
  public static Outcome of(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  /**
   * What it said.
   *
   * @throws AssertionError if it ended with another code than 0
   */
  public String successfully() {
    if (code != 0) {
      throw new AssertionError("ended with " + code + ": " + output);
    }
    return output;
  }
}
