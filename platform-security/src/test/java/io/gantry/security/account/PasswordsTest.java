package io.gantry.security.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void hashesWithArgon2id() {
    assertThat(passwords.hash("a good long password"))
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void saltsEachHash() {
    assertThat(passwords.hash("a good long password"))
        .isNotEqualTo(passwords.hash("a good long password"));
  }

  @Test
  void neverMatchesNobodyEvenWithThePasswordOfNobody() {
    assertThat(passwords.matches("the password of an account that does not exist", null)).isFalse();
  }

  @Test
  void doesNotTruncateLongPasswords() {
    String longest = "x".repeat(Passwords.MAXIMUM_LENGTH);
    Account account =
        new Account(
            UUID.randomUUID(), "ada", null, passwords.hash(longest), false, false, false, Map.of());

    assertThat(passwords.matches(longest, account)).isTrue();
    assertThat(passwords.matches(longest + "y", account)).isFalse();
  }
}
