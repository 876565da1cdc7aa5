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
   * Somebody whose password was right.
   *
   * @param newPasswordHash replaces the one the account has; absent leaves it
   */
  public record Verified(Account account, @Nullable String newPasswordHash) {
    /** Never with the hash. */
    @Override
    public String toString() {
      return "verified " + account.name();
    }
  }

  /**
   * The account of the name, if the password is its own. Changes nothing.
   *
   * @param newPassword needed if the password is a one-time one
   * @param address where the attempt comes from
   * @throws GantryException UNAUTHENTICATED if name or password is wrong or the account is
   *     disabled; INVALID_ARGUMENT naming the field newPassword if one must be chosen; RATE_LIMITED
   */
  public Verified verify(
      String name, String password, @Nullable String newPassword, String address) {
    attempts.admit(name, address);
    Optional<Account> known = accounts.findByName(name).filter(account -> !account.disabled());
    if (!passwords.matches(password, known.orElse(null))) {
      attempts.failed(name, address);
      throw GantryException.of(ErrorCode.UNAUTHENTICATED, "name or password is wrong");
    }
    attempts.succeeded(name, address);
    return verified(known.orElseThrow(), password, newPassword);
  }

  private Verified verified(Account account, String password, @Nullable String newPassword) {
    if (newPassword == null && account.oneTimePassword()) {
      throw blame("this password is good for one time only: send newPassword with it");
    }
    if (password.equals(newPassword)) {
      throw blame("the new password must differ from the old one");
    }
    return new Verified(account, newPassword == null ? null : passwords.hash(newPassword));
  }

  private static GantryException blame(String problem) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, problem)
        .at(Map.of("newPassword", problem));
  }
}
