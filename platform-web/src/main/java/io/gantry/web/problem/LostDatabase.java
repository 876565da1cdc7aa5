package io.gantry.web.problem;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that went away in the middle of a request from a defect. */
final class LostDatabase {
  /** The class of SQL states of connections that break. */
  private static final String CONNECTION = "08";

  /** The server is ending, was ended or is not up yet: 57P01 to 57P03. */
  private static final String OPERATOR = "57P0";

  private LostDatabase() {}

  /** Whether a lost connection is among the causes. */
  static boolean isBehind(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isLoss(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoss(@Nullable String state) {
    return state != null && (state.startsWith(CONNECTION) || state.startsWith(OPERATOR));
  }
}
