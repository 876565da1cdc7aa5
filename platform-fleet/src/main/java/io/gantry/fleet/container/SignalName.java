package io.gantry.fleet.container;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What looks like a signal: {@code SIGHUP}, {@code HUP}, {@code RTMIN+1} or a number. */
final class SignalName {
  private static final Pattern FORMAT =
      Pattern.compile("(SIG)?[A-Z][A-Z0-9]{1,9}([+-][0-9]{1,2})?|[1-9][0-9]?");

  private SignalName() {}

  static void require(@Nullable String signal) {
    if (signal == null || !FORMAT.matcher(signal).matches()) {
      throw GantryException.of(
              ErrorCode.INVALID_ARGUMENT, "signal is a name like SIGHUP or a number like 1")
          .at(Map.of("signal", "is a name like SIGHUP or a number like 1"));
    }
  }
}
