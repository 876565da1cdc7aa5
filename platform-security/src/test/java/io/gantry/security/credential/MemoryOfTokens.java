package io.gantry.security.credential;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** API tokens kept in memory. */
public final class MemoryOfTokens implements ApiTokenStore {
  private final Map<String, ApiToken> tokens = new HashMap<>();

  @Override
  public Optional<ApiToken> findByHash(String sha256) {
    return Optional.ofNullable(tokens.get(sha256));
  }

  @Override
  public void create(ApiToken token, String sha256) {
    tokens.putIfAbsent(sha256, token);
  }

  @Override
  public List<ApiToken> list(UUID account) {
    return tokens.values().stream().filter(token -> token.account().equals(account)).toList();
  }

  @Override
  public boolean delete(UUID account, UUID token) {
    return tokens
        .values()
        .removeIf(kept -> kept.account().equals(account) && kept.id().equals(token));
  }

  @Override
  public void deleteAll(UUID account) {
    tokens.values().removeIf(kept -> kept.account().equals(account));
  }

  @Override
  public void used(UUID token, Instant at) {
    tokens.replaceAll((hash, kept) -> kept.id().equals(token) ? usedAt(kept, at) : kept);
  }

  private static ApiToken usedAt(ApiToken token, Instant at) {
    return new ApiToken(
        token.id(),
        token.account(),
        token.name(),
        token.tenant(),
        token.role(),
        token.createdAt(),
        token.expiresAt(),
        at);
  }
}
