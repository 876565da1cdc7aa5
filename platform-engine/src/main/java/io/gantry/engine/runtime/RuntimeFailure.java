package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Locale;

/** Names a failure of the runtime by its message (EXITCODES-9). */
final class RuntimeFailure {
  private RuntimeFailure() {}

  static GantryException of(ContainerId id, String action, String message) {
    return GantryException.of(code(message), "cannot " + action + " the container: " + message)
        .about("container", id);
  }

  private static ErrorCode code(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("permission denied") || text.contains("operation not permitted")) {
      return ErrorCode.RUNTIME_PERMISSION;
    }
    if (text.contains("executable file not found in")
        || text.contains("no such file or directory")) {
      return ErrorCode.RUNTIME_NOT_FOUND;
    }
    return ErrorCode.RUNTIME;
  }
}
