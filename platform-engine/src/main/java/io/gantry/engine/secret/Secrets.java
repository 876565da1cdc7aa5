package io.gantry.engine.secret;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.secret.SecretLimits;
import io.gantry.engine.state.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The secrets of a node's tenants, sealed at rest. What containers were given as files stays what
 * it was, whatever becomes of the secret. Thread-safe.
 */
public final class Secrets {
  private final SecretTable table;
  private final SealingKey key;
  private final Clock clock;

  private Secrets(SecretTable table, SealingKey key, Clock clock) {
    this.table = table;
    this.key = key;
    this.clock = clock;
  }

  /** Opens them with the key of that file, which is made if it is not there. */
  public static Secrets open(Database database, Path keyFile, SecureRandom random, Clock clock) {
    return new Secrets(new SecretTable(database), SealingKey.open(keyFile, random), clock);
  }

  /** Statements that make the tables. */
  public static List<String> schema() {
    return SecretTable.SCHEMA;
  }

  /**
   * Keeps a secret.
   *
   * @param data up to 512,000 bytes, at least one
   * @throws GantryException INVALID_ARGUMENT, NAME_DUPLICATE
   */
  public SecretSummary create(TenantId tenant, String name, byte[] data) {
    requireSecret(name, data);
    SecretSummary summary = new SecretSummary(name, clock.instant());
    if (!table.insert(tenant, summary, key.seal(data, place(tenant, name)))) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE, "a secret of this name exists: remove it or take another")
          .about("secret", name);
    }
    return summary;
  }

  /**
   * Keeps a secret, in place of one of the same name.
   *
   * @param data up to 512,000 bytes, at least one
   * @throws GantryException INVALID_ARGUMENT
   */
  public void put(TenantId tenant, String name, byte[] data) {
    requireSecret(name, data);
    table.put(
        tenant, new SecretSummary(name, clock.instant()), key.seal(data, place(tenant, name)));
  }

  /** Removes all of the tenant's but the named ones. */
  public void retain(TenantId tenant, Set<String> names) {
    for (SecretSummary secret : list(tenant)) {
      if (!names.contains(secret.name())) {
        boolean unused = table.delete(tenant, secret.name());
      }
    }
  }

  /** Tenants that have secrets here. */
  public List<TenantId> tenants() {
    return table.tenants();
  }

  /** The tenant's secrets, without what they hold. */
  public List<SecretSummary> list(TenantId tenant) {
    return table.list(tenant);
  }

  /**
   * Removes it; containers keep the files they have.
   *
   * @throws GantryException NOT_FOUND
   */
  public void remove(TenantId tenant, String name) {
    if (!table.delete(tenant, name)) {
      throw missing(name);
    }
  }

  /** Removes all of them. */
  public void purge() {
    table.clear();
  }

  byte[] read(TenantId tenant, String name) {
    byte[] sealed = table.find(tenant, name).orElseThrow(() -> missing(name));
    return key.open(sealed, place(tenant, name));
  }

  SealingKey key() {
    return key;
  }

  private static void requireSecret(String name, byte[] data) {
    SecretLimits.requireName(name);
    SecretLimits.requireData(data);
  }

  private static String place(TenantId tenant, String name) {
    return tenant.value() + "/" + name;
  }

  private static GantryException missing(String name) {
    return GantryException.of(
            ErrorCode.NOT_FOUND, "this node has no such secret of the tenant: create it first")
        .about("secret", name);
  }
}
