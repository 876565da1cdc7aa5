package io.gantry.engine.lifecycle;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;
import java.util.Locale;

/** Signals by name, as {@code SIGTERM}, {@code TERM}, {@code RTMIN+3} or {@code 15}. */
final class Signals {
  static final int KILL = 9;
  static final int TERM = 15;

  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;

  /** In the order of their numbers on Linux, from 1. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * The signal's number.
   *
   * @throws GantryException INVALID_ARGUMENT if there is no such signal
   */
  static int number(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    int number =
        switch (name) {
          case String real when real.startsWith("RTMIN") -> offset(FIRST_REAL_TIME, real, 5);
          case String real when real.startsWith("RTMAX") -> offset(LAST, real, 5);
          case String digits when digits.matches("[0-9]{1,2}") -> Integer.parseInt(digits);
          default -> NAMES.indexOf(name) + 1;
        };
    if (number < 1 || number > LAST) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "'" + text + "' is no signal: use a name as SIGTERM or a number from 1 to 64");
    }
    return number;
  }

  private static int offset(int base, String text, int prefix) {
    String rest = text.substring(prefix);
    if (rest.isEmpty()) {
      return base;
    }
    return rest.matches("[+-][0-9]{1,2}") ? base + Integer.parseInt(rest) : 0;
  }
}
