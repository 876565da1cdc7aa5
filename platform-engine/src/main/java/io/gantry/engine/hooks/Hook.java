package io.gantry.engine.hooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, as the runtime spec describes one.
 *
 * @param path absolute
 * @param args with the program's name first; empty is only that
 * @param env lines of {@code NAME=value}; it gets no others (HOOKS-11)
 * @param timeout in seconds; absent is the engine's limit
 */
record Hook(String path, List<String> args, List<String> env, @Nullable Integer timeout) {
  Hook(
      String path,
      @Nullable List<String> args,
      @Nullable List<String> env,
      @Nullable Integer timeout) {
    this.path = path;
    this.args = args == null ? List.of() : List.copyOf(args);
    this.env = env == null ? List.of() : List.copyOf(env);
    this.timeout = timeout;
  }
}
