package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A further command to run in a container.
 *
 * @param command program and arguments, not empty
 * @param environment added to the container's
 * @param user {@code name|uid[:group|gid]} of the container; absent is the container's
 * @param workingDirectory absent is the container's
 * @param terminal size of the terminal it gets; absent is none
 * @param openInput whether its standard input can be written to; with a terminal it always can
 * @param detachKeys absent is the default with a terminal, else none
 */
public record ExecSpec(
    List<String> command,
    Map<String, String> environment,
    @Nullable String user,
    @Nullable String workingDirectory,
    @Nullable TerminalSize terminal,
    boolean openInput,
    @Nullable String detachKeys) {
  public ExecSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    require(!command.isEmpty() && !command.getFirst().isEmpty(), "a command is needed");
    require(command.stream().noneMatch(ExecSpec::holdsNul), "a command holds no NUL character");
    environment.forEach(
        (name, value) ->
            require(
                !name.isEmpty() && name.indexOf('=') < 0 && !holdsNul(name) && !holdsNul(value),
                "environment variable '%s' needs a name without '=' and no NUL".formatted(name)));
  }

  /** A command with the container's user, directory and environment, without terminal or input. */
  public static ExecSpec of(String... command) {
    return new ExecSpec(List.of(command), Map.of(), null, null, null, false, null);
  }

  /** The same with further variables, which its own ones win over. */
  public ExecSpec withDefaults(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(environment);
    return new ExecSpec(command, all, user, workingDirectory, terminal, openInput, detachKeys);
  }

  DetachKeys keys() {
    if (detachKeys != null) {
      return DetachKeys.parse(detachKeys);
    }
    return terminal == null ? DetachKeys.none() : DetachKeys.standard();
  }

  private static boolean holdsNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
    }
  }
}
