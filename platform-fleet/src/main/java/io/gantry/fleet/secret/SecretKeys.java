package io.gantry.fleet.secret;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.secret.BoundCipher;
import io.gantry.persistence.secret.Sealed;
import io.gantry.persistence.secret.SealedKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The keys that secrets are sealed with; the first seals, all open. A key is named by the beginning
 * of its SHA-256. A secret is bound to its tenant, name and version: a row that was moved or put
 * back does not open.
 */
@Component
@EnableConfigurationProperties(SecretSettings.class)
class SecretKeys {
  private static final int NAME_BYTES = 6;

  private final Map<String, BoundCipher> ciphers = new LinkedHashMap<>();

  SecretKeys(SecretSettings settings, SecureRandom random) {
    for (String text : given(settings.keys())) {
      byte[] key = key(text);
      ciphers.put(name(key), new BoundCipher(key, random));
    }
  }

  /** Name of the key that seals; empty if there is none. */
  Optional<String> sealing() {
    return ciphers.keySet().stream().findFirst();
  }

  /**
   * Seals what a version of a secret holds.
   *
   * @throws GantryException UNSUPPORTED without a key
   */
  Sealed seal(TenantId tenant, String name, long version, byte[] data) {
    Map.Entry<String, BoundCipher> first = first();
    byte[] bytes = seal(first.getValue(), place(tenant, name, version), data);
    return new Sealed(tenant, name, version, first.getKey(), bytes);
  }

  /**
   * Seals a key of the platform's own.
   *
   * @throws GantryException UNSUPPORTED without a key
   */
  SealedKey seal(String purpose, byte[] key) {
    Map.Entry<String, BoundCipher> first = first();
    return new SealedKey(purpose, first.getKey(), seal(first.getValue(), place(purpose), key));
  }

  /**
   * What a secret holds.
   *
   * @throws GantryException INTERNAL if its key is not among ours, or the row is not what was
   *     sealed
   */
  byte[] open(Sealed sealed) {
    return open(
        sealed.keyId(),
        place(sealed.tenant(), sealed.name(), sealed.version()),
        sealed.bytes(),
        sealed.name());
  }

  /**
   * A key of the platform's own.
   *
   * @throws GantryException INTERNAL, as of a secret
   */
  byte[] open(SealedKey sealed) {
    return open(sealed.keyId(), place(sealed.purpose()), sealed.bytes(), sealed.purpose());
  }

  private Map.Entry<String, BoundCipher> first() {
    return ciphers.entrySet().stream().findFirst().orElseThrow(SecretKeys::missing);
  }

  private static byte[] seal(BoundCipher cipher, String place, byte[] data) {
    try {
      return cipher.seal(data, place);
    } catch (GeneralSecurityException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a secret cannot be sealed", e);
    }
  }

  private byte[] open(String keyId, String place, byte[] sealed, String name) {
    BoundCipher cipher = ciphers.get(keyId);
    if (cipher == null) {
      throw unopened(name, "its key " + keyId + " is not among GANTRY_SECRETS_KEYS", null);
    }
    try {
      return cipher.open(sealed, place);
    } catch (GeneralSecurityException e) {
      throw unopened(name, "its row is not as it was written: replace the secret", e);
    }
  }

  private static String place(TenantId tenant, String name, long version) {
    return tenant.value() + "/" + name + "/" + version;
  }

  /** No tenant's id is empty. */
  private static String place(String purpose) {
    return "/" + purpose;
  }

  private static String[] given(@Nullable String keys) {
    String stripped = keys == null ? "" : keys.strip();
    return stripped.isEmpty() ? new String[0] : stripped.split("[\\s,]+");
  }

  private static byte[] key(String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw noKey(); // the cause may show some of it
    }
    if (key.length != BoundCipher.KEY_BYTES) {
      throw noKey();
    }
    return key;
  }

  private static String name(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static IllegalArgumentException noKey() {
    return new IllegalArgumentException(
        "each of GANTRY_SECRETS_KEYS is 32 bytes in base64, as 'openssl rand -base64 32' makes them");
  }

  private static GantryException missing() {
    return GantryException.of(
        ErrorCode.UNSUPPORTED,
        "this control plane has no key for secrets: a platform admin sets GANTRY_SECRETS_KEYS");
  }

  private static GantryException unopened(
      String name, String reason, @Nullable GeneralSecurityException cause) {
    String message = "secret '%s' cannot be opened: %s".formatted(name, reason);
    GantryException failure =
        cause == null
            ? GantryException.of(ErrorCode.INTERNAL, message)
            : GantryException.of(ErrorCode.INTERNAL, message, cause);
    return failure.about("secret", name);
  }
}
