package io.gantry.security.credential;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.security.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, finds and withdraws API tokens. Safe for use by many threads. */
public final class ApiTokens {
  /** What every API token's text begins with. */
  public static final String PREFIX = "gantry_";

  private static final int LONGEST_NAME = 128;
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final ApiTokenStore store;
  private final Secrets secrets;
  private final Clock clock;

  public ApiTokens(ApiTokenStore store, Secrets secrets, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** What a new token shall be. */
  public record Wish(
      String name, @Nullable TenantId tenant, @Nullable Role role, @Nullable Instant expiresAt) {}

  /** A new token with its text, which is shown this once. */
  public record Made(ApiToken token, String text) {
    /** Never with the text. */
    @Override
    public String toString() {
      return "token " + token.id();
    }
  }

  /**
   * Makes a token of the account.
   *
   * @throws GantryException INVALID_ARGUMENT if it would be expired already, or has no good name
   */
  public Made make(UUID account, Wish wish) {
    if (wish.name().isBlank() || wish.name().length() > LONGEST_NAME) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "name has 1 to " + LONGEST_NAME + " characters");
    }
    if (wish.expiresAt() != null && !wish.expiresAt().isAfter(clock.instant())) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, "expiresAt lies in the past");
    }
    String text = secrets.fresh(PREFIX);
    return new Made(keep(account, wish, text), text);
  }

  /** Keeps a token whose text was made elsewhere, unless it is kept already. */
  public void adopt(UUID account, String name, String text) {
    if (!text.startsWith(PREFIX)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "an API token begins with '" + PREFIX + "'");
    }
    if (store.findByHash(Secrets.sha256(text)).isEmpty()) {
      keep(account, new Wish(name, null, null, null), text);
    }
  }

  /** The token of this text, if it is known and has not expired. */
  public Optional<ApiToken> find(String text) {
    Instant now = clock.instant();
    Optional<ApiToken> found =
        store.findByHash(Secrets.sha256(text)).filter(token -> !token.expired(now));
    found
        .filter(token -> useIsToBeNoted(token, now))
        .ifPresent(token -> store.used(token.id(), now));
    return found;
  }

  /** The account's tokens, the newest first. */
  public List<ApiToken> list(UUID account) {
    return store.list(account);
  }

  /**
   * Withdraws a token of the account; it is good for nothing on return.
   *
   * @throws GantryException NOT_FOUND if the account has no such token
   */
  public void withdraw(UUID account, UUID token) {
    if (!store.delete(account, token)) {
      throw GantryException.of(ErrorCode.NOT_FOUND, "there is no such token").about("token", token);
    }
  }

  /** Withdraws all tokens of the account; they are good for nothing on return. */
  public void withdrawAll(UUID account) {
    store.deleteAll(account);
  }

  private ApiToken keep(UUID account, Wish wish, String text) {
    ApiToken token =
        new ApiToken(
            UUID.randomUUID(),
            account,
            wish.name(),
            wish.tenant(),
            wish.role(),
            clock.instant(),
            wish.expiresAt(),
            null);
    store.create(token, Secrets.sha256(text));
    return token;
  }

  private static boolean useIsToBeNoted(ApiToken token, Instant now) {
    return token.lastUsedAt() == null || token.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now);
  }
}
