package io.gantry.security.credential;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions of people who signed in with a password. They are kept in the database, so every replica
 * knows them. Safe for use by many threads.
 */
public final class Sessions {
  /** How long a session lasts, used or not. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final SessionStore store;
  private final Secrets secrets;
  private final Clock clock;

  public Sessions(SessionStore store, Secrets secrets, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Where a session is begun.
   *
   * @param agent what the browser or program calls itself; kept are 200 printable characters
   */
  public record Source(String address, String agent) {
    private static final int LONGEST_AGENT = 200;

    public Source {
      String printable = agent.replaceAll("[^\\x20-\\x7e]", "?");
      agent = printable.substring(0, Math.min(LONGEST_AGENT, printable.length()));
    }
  }

  /** Begins a session; the text goes into the cookie and nowhere else. */
  public String begin(UUID account, Source source) {
    String text = secrets.fresh("");
    Instant now = clock.instant();
    store.create(
        Secrets.sha256(text),
        new Session(
            UUID.randomUUID(),
            account,
            now,
            now,
            now.plus(LIFETIME),
            source.address(),
            source.agent()));
    return text;
  }

  /** The session of this text, if it goes on. */
  public Optional<Session> find(String text) {
    Instant now = clock.instant();
    Optional<Session> found = store.find(Secrets.sha256(text), now);
    found
        .filter(session -> session.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now))
        .ifPresent(session -> store.used(session.id(), now));
    return found;
  }

  /** The account's that go on, the newest first. */
  public List<Session> list(UUID account) {
    return store.list(account, clock.instant());
  }

  /**
   * Ends a session of the account, at once on every replica.
   *
   * @throws GantryException NOT_FOUND if the account has no such session
   */
  public void revoke(UUID account, UUID session) {
    if (!store.delete(account, session)) {
      throw GantryException.of(ErrorCode.NOT_FOUND, "there is no such session")
          .about("session", session);
    }
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
