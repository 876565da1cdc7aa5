package io.gantry.security.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where sessions are kept, found by the hexadecimal SHA-256 of the cookie's value. */
public interface SessionStore {
  /** Durable on return. */
  void create(String sha256, Session session);

  /** A session that has not expired. */
  Optional<Session> find(String sha256, Instant now);

  /** The account's that have not expired, the newest first. */
  List<Session> list(UUID account, Instant now);

  /** Notes a use; may be lost in a crash. */
  void used(UUID session, Instant at);

  void delete(String sha256);

  /** Whether the account had such a session; it is good for nothing on return. */
  boolean delete(UUID account, UUID session);

  /** Ends all sessions of the account. */
  void deleteAll(UUID account);
}
