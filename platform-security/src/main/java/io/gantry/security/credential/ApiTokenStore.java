package io.gantry.security.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where API tokens are kept, found by the hexadecimal SHA-256 of their text. */
public interface ApiTokenStore {
  Optional<ApiToken> findByHash(String sha256);

  /** Durable on return. A hash that is there already is left as it is. */
  void create(ApiToken token, String sha256);

  /** The account's tokens, the newest first. */
  List<ApiToken> list(UUID account);

  /** Whether the account had such a token; it is good for nothing on return. */
  boolean delete(UUID account, UUID token);

  /** Withdraws all tokens of the account. */
  void deleteAll(UUID account);

  /** Notes a use; may be lost in a crash. */
  void used(UUID token, Instant at);
}
