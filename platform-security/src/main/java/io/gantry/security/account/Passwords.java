package io.gantry.security.account;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes and checks passwords with Argon2id, a few at a time: each takes 19 MiB and a processor,
 * and whoever sends many logins must not get all of both. Safe for use by many threads.
 */
public final class Passwords {
  /** Shortest password that is taken. */
  public static final int MINIMUM_LENGTH = 12;

  /** Longest password that is looked at. */
  public static final int MAXIMUM_LENGTH = 256;

  private static final int AT_A_TIME = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;

  private final PasswordEncoder encoder =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
  private final Semaphore running = new Semaphore(AT_A_TIME, true);
  private final String hashOfNobody;

  public Passwords() {
    this.hashOfNobody = require(encoder.encode("the password of an account that does not exist"));
  }

  /**
   * Hash of a new password.
   *
   * @throws GantryException INVALID_ARGUMENT if it is too short or too long, RATE_LIMITED if too
   *     many are hashed now
   */
  public String hash(String password) {
    if (password.length() < MINIMUM_LENGTH || password.length() > MAXIMUM_LENGTH) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a password has %d to %d characters".formatted(MINIMUM_LENGTH, MAXIMUM_LENGTH));
    }
    return bounded(() -> require(encoder.encode(password)));
  }

  /**
   * Whether the password is the account's; takes the same time if there is no such account.
   *
   * @param account absent answers false
   * @throws GantryException RATE_LIMITED if too many are checked now
   */
  public boolean matches(String password, @Nullable Account account) {
    String hash = account == null ? hashOfNobody : account.passwordHash();
    String looked = password.length() > MAXIMUM_LENGTH ? "" : password;
    boolean same = bounded(() -> encoder.matches(looked, hash));
    return same && account != null;
  }

  private <T> T bounded(Supplier<T> work) {
    acquire();
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  private void acquire() {
    try {
      if (running.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw GantryException.of(
        ErrorCode.RATE_LIMITED, "too many passwords are being checked now: try again shortly");
  }

  private static String require(@Nullable String hash) {
    if (hash == null) {
      throw new IllegalStateException("the encoder returned no hash");
    }
    return hash;
  }
}
