package io.gantry.engine.checkpoint;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.feature.RuntimeFeature;
import io.gantry.engine.feature.RuntimeProgram;
import io.gantry.engine.linux.Program;
import io.gantry.engine.linux.ProgramRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host's CRIU, which the runtime calls, and whether it can do what is asked. */
final class Criu {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern VERSION = Pattern.compile("Version: (\\d+)\\.(\\d+)");
  private static final int MAJOR = 3;
  private static final int MINOR = 11;

  private final RuntimeProgram runtime;
  private final Map<String, String> environment;

  /**
   * @param environment the engine's own, by whose path the runtime finds it too
   */
  Criu(RuntimeProgram runtime, Map<String, String> environment) {
    this.runtime = runtime;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Returns if the host can write containers to the disk (CHECKPOINT-3).
   *
   * @throws GantryException UNSUPPORTED, saying what is missing
   */
  void require() {
    String answer =
        call("--version")
            .map(ProgramRun::output)
            .orElseThrow(() -> missing("this host has no CRIU: install version 3.11 or newer"));
    if (!isEnough(answer)) {
      throw missing(
          "CRIU is too old or does not tell its version ('%s'): install version 3.11 or newer"
              .formatted(answer.lines().findFirst().orElse("")));
    }
    runtime.require(RuntimeFeature.CHECKPOINT);
  }

  /**
   * Returns if the kernel notes which memory changes, without which nothing can be written ahead.
   *
   * @throws GantryException UNSUPPORTED
   */
  void requireMemoryTracking() {
    if (call("check", "--feature", "mem_dirty_track").filter(run -> run.code() == 0).isEmpty()) {
      throw missing(
          "this kernel does not track changed memory (CONFIG_MEM_SOFT_DIRTY): checkpoint without"
              + " pre-dump and previous images");
    }
  }

  static boolean isEnough(String answer) {
    Matcher version = VERSION.matcher(answer);
    if (!version.find()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major > MAJOR || (major == MAJOR && Integer.parseInt(version.group(2)) >= MINOR);
  }

  /** Empty if there is no such program, or it hangs. */
  private Optional<ProgramRun> call(String... arguments) {
    List<String> command = new ArrayList<>();
    Program.find("criu").ifPresent(program -> command.add(program.toString()));
    if (command.isEmpty()) {
      return Optional.empty();
    }
    command.addAll(List.of(arguments));
    try {
      return ProgramRun.of(Program.of(command, environment), new byte[0], LIMIT);
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.RUNTIME, "CRIU cannot be run: " + e.getMessage(), e);
    }
  }

  private static GantryException missing(String what) {
    return GantryException.of(ErrorCode.UNSUPPORTED, what);
  }
}
