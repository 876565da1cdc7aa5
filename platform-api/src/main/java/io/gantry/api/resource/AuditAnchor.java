package io.gantry.api.resource;

import java.time.Instant;

/**
 * How far a chain had got once, kept where whoever can change the database cannot.
 *
 * @param chain the tenant; {@code *} is the platform
 * @param id number of the newest entry then
 * @param hash that entry's hash, in hexadecimal
 */
public record AuditAnchor(Instant at, String chain, long id, String hash) {
  /** The chain of what belongs to no tenant. */
  public static final String PLATFORM = "*";

  public AuditAnchor {
    if (at == null || chain == null || hash == null) {
      throw new IllegalArgumentException("an anchor has at, chain, id and hash");
    }
  }
}
