package io.gantry.security.account;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed logins per account name and address, so that a password cannot be guessed by trying
 * and nobody can lock an account for others. Each replica counts for itself. Safe for use by many
 * threads.
 */
public final class LoginAttempts {
  private static final int ALLOWED_FAILURES = 10;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<Source, Failures> failures = new Newest<>();

  public LoginAttempts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Asks whether another attempt is allowed.
   *
   * @throws GantryException RATE_LIMITED after ten failures within five minutes
   */
  synchronized void admit(String name, String address) {
    Failures known = failures.get(new Source(name, address));
    if (known != null
        && known.count() >= ALLOWED_FAILURES
        && clock.instant().isBefore(known.until())) {
      throw GantryException.of(
          ErrorCode.RATE_LIMITED, "too many failed logins: try again after " + known.until());
    }
  }

  synchronized void failed(String name, String address) {
    Instant now = clock.instant();
    failures.merge(
        new Source(name, address),
        new Failures(1, now.plus(WINDOW)),
        (known, first) -> now.isBefore(known.until()) ? known.oneMore() : first);
  }

  synchronized void succeeded(String name, String address) {
    failures.remove(new Source(name, address));
  }

  private record Source(String name, String address) {}

  private record Failures(int count, Instant until) {
    Failures oneMore() {
      return new Failures(count + 1, until);
    }
  }

  /** Forgets the oldest entry when it would grow past what is remembered. */
  private static final class Newest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
