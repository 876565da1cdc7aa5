package io.gantry.api.account;

import org.jspecify.annotations.Nullable;

/**
 * Signs in with a password.
 *
 * @param newPassword replaces the password; needed if that was a one-time one
 */
public record SignIn(String user, String password, @Nullable String newPassword) {
  /** Never with a password. */
  @Override
  public String toString() {
    return "sign-in of " + user;
  }
}
