package io.gantry.security.credential;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions of people who signed in with a password. They are kept in the database, so every replica
 * knows them. Safe for use by many threads.
 */
public final class Sessions {
  /** How long a session lasts, used or not. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  private final SessionStore store;
  private final Secrets secrets;
  private final Clock clock;

  public Sessions(SessionStore store, Secrets secrets, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Begins a session; the text goes into the cookie and nowhere else. */
  public String begin(UUID account) {
    String text = secrets.fresh("");
    store.create(Secrets.sha256(text), account, clock.instant().plus(LIFETIME));
    return text;
  }

  /** Whose session this is, if it goes on. */
  public Optional<UUID> account(String text) {
    return store.findAccount(Secrets.sha256(text), clock.instant());
  }

  public void end(String text) {
    store.delete(Secrets.sha256(text));
  }

  /** Ends all sessions of the account, as after a change of its password. */
  public void endAll(UUID account) {
    store.deleteAll(account);
  }

  /** The token that must come with every change made in the session; it follows from the secret. */
  public static String csrfToken(String text) {
    return Secrets.sha256("csrf " + text);
  }
}
