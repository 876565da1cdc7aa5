package io.gantry.engine.hooks;

import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a hook: no environment but its own, and never longer than its limit (HOOKS-10, HOOKS-11).
 */
final class HookProcess {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private HookProcess() {}

  /**
   * Returns what it wrote.
   *
   * @throws IOException if it cannot be run, is late and was killed, or returns another code than 0
   */
  static String run(Hook hook, byte[] input) throws IOException {
    ProgramRun run =
        ProgramRun.of(Program.of(command(hook), environment(hook)), input, limit(hook))
            .orElseThrow(() -> new IOException(hook.path() + " was killed after " + limit(hook)));
    if (run.code() != 0) {
      throw new IOException(
          "%s returned %d: %s".formatted(hook.path(), run.code(), run.errors().strip()));
    }
    return run.output();
  }

  private static Duration limit(Hook hook) {
    Integer seconds = hook.timeout();
    return seconds == null ? LIMIT : Duration.ofSeconds(seconds);
  }

  private static List<String> command(Hook hook) {
    List<String> command = new ArrayList<>();
    command.add(hook.path());
    hook.args().stream().skip(1).forEach(command::add);
    return command;
  }

  private static Map<String, String> environment(Hook hook) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String line : hook.env()) {
      String[] variable = line.split("=", 2);
      environment.put(variable[0], variable[1]);
    }
    return environment;
  }
}
