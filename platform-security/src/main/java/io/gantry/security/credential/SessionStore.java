package io.gantry.security.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where sessions are kept, found by the hexadecimal SHA-256 of the cookie's value. */
public interface SessionStore {
  /** Durable on return. */
  void create(String sha256, UUID account, Instant expiresAt);

  /** The account of a session that has not expired. */
  Optional<UUID> findAccount(String sha256, Instant now);

  void delete(String sha256);

  /** Ends all sessions of the account. */
  void deleteAll(UUID account);
}
