package io.gantry.security.account;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks name and password; the answer tells nothing but yes or no. */
public final class PasswordLogin {
  private final AccountStore accounts;
  private final Passwords passwords;
  private final LoginAttempts attempts;

  public PasswordLogin(AccountStore accounts, Passwords passwords, LoginAttempts attempts) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.attempts = attempts;
  }

  /**
   * The account of the name, if the password is its own. A new password replaces it.
   *
   * @param newPassword needed if the password is a one-time one
   * @param address where the attempt comes from
   * @throws GantryException UNAUTHENTICATED if name or password is wrong or the account is
   *     disabled; INVALID_ARGUMENT naming the field newPassword if one must be chosen; RATE_LIMITED
   */
  public Account login(String name, String password, @Nullable String newPassword, String address) {
    attempts.admit(name, address);
    Optional<Account> known = accounts.findByName(name).filter(account -> !account.disabled());
    if (!passwords.matches(password, known.orElse(null))) {
      attempts.failed(name, address);
      throw GantryException.of(ErrorCode.UNAUTHENTICATED, "name or password is wrong");
    }
    attempts.succeeded(name, address);
    Account account = known.orElseThrow();
    if (newPassword != null) {
      change(account, password, newPassword);
    } else if (account.oneTimePassword()) {
      throw blame("this password is good for one time only: send newPassword with it");
    }
    return account;
  }

  private void change(Account account, String password, String newPassword) {
    if (newPassword.equals(password)) {
      throw blame("the new password must differ from the old one");
    }
    accounts.changePassword(account.id(), passwords.hash(newPassword));
  }

  private static GantryException blame(String problem) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, problem)
        .at(Map.of("newPassword", problem));
  }
}
