package io.gantry.security.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.account.AccountStore.NewAccount;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PasswordLoginTest {
  private static final String GOOD = "a good long password";
  private static final String ADDRESS = "192.0.2.1";

  private final MemoryOfAccounts accounts = new MemoryOfAccounts();
  private final Passwords passwords = new Passwords();
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final PasswordLogin login =
      new PasswordLogin(accounts, passwords, new LoginAttempts(clock));

  @Test
  void letsInWithTheRightPassword() {
    Account ada = account("ada", false);

    assertThat(login.verify("ada", GOOD, null, ADDRESS).account()).isEqualTo(ada);
  }

  @Test
  void answersAlikeForWrongPasswordUnknownNameAndDisabledAccount() {
    account("ada", false);
    accounts.disable(account("bob", false).id());

    assertRefused(ErrorCode.UNAUTHENTICATED, () -> login.verify("ada", "wrong", null, ADDRESS));
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> login.verify("eve", GOOD, null, ADDRESS));
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> login.verify("bob", GOOD, null, ADDRESS));
  }

  @Test
  void wantsANewPasswordForAOneTimeOne() {
    Account ada = account("ada", true);

    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> login.verify("ada", GOOD, null, ADDRESS));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> login.verify("ada", GOOD, GOOD, ADDRESS));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> login.verify("ada", GOOD, "short", ADDRESS));

    String hash = login.verify("ada", GOOD, "another good password", ADDRESS).newPasswordHash();

    accounts.changePassword(ada.id(), requireNonNull(hash));
    assertThat(login.verify("ada", "another good password", null, ADDRESS).newPasswordHash())
        .isNull();
    assertRefused(ErrorCode.UNAUTHENTICATED, () -> login.verify("ada", GOOD, null, ADDRESS));
  }

  @Test
  void stopsGuessingFromOneAddressAndLocksNobodyElseOut() {
    account("ada", false);
    for (int attempt = 0; attempt < 10; attempt++) {
      assertRefused(ErrorCode.UNAUTHENTICATED, () -> login.verify("ada", "wrong", null, ADDRESS));
    }

    assertRefused(ErrorCode.RATE_LIMITED, () -> login.verify("ada", GOOD, null, ADDRESS));
    assertThat(login.verify("ada", GOOD, null, "192.0.2.2").account().name()).isEqualTo("ada");
  }

  private Account account(String name, boolean oneTime) {
    return accounts.create(new NewAccount(name, passwords.hash(GOOD), oneTime, false, Map.of()));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(code);
  }
}
