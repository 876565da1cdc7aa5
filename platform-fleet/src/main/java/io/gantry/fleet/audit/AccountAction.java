package io.gantry.fleet.audit;

import java.util.Locale;

/** What people do with their own account, which needs no permission and is audited all the same. */
public enum AccountAction {
  SESSION_BEGIN,
  SESSION_END,
  TOKEN_CREATE,
  TOKEN_REMOVE;

  /** {@code resource:verb}, as shown to people. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }
}
