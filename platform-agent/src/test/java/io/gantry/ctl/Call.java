package io.gantry.ctl;

import io.gantry.ctl.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** One call of the program inside this JVM: what it printed and what it ended with. */
record Call(int code, String out, String err) {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  static Call of(FakeControlPlane server, String... arguments) {
    return of(Map.of("GANTRY_SERVER", server.address()), "", arguments);
  }

  static Call of(Map<String, String> environment, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = GantryCtl.execute(shell(environment, input, out, err), arguments);
    return new Call(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A shell nobody listens to. */
  static Shell shell(Map<String, String> environment) {
    return shell(environment, "", new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private static Shell shell(
      Map<String, String> environment,
      String input,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("HOME", "/nonexistent");
    variables.putIfAbsent("GANTRY_TOKEN", "gantry_secret");
    return new Shell(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        variables,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
