package io.gantry.fleet.secret;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.secret.BoundCipher;
import io.gantry.persistence.secret.Sealed;
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
    Map.Entry<String, BoundCipher> first =
        ciphers.entrySet().stream().findFirst().orElseThrow(SecretKeys::missing);
    try {
      byte[] sealed = first.getValue().seal(data, place(tenant, name, version));
      return new Sealed(tenant, name, version, first.getKey(), sealed);
    } catch (GeneralSecurityException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a secret cannot be sealed", e);
    }
  }

  /**
   * What a secret holds.
   *
   * @throws GantryException INTERNAL if its key is not among ours, or the row is not what was
   *     sealed
   */
  byte[] open(Sealed sealed) {
    BoundCipher cipher = ciphers.get(sealed.keyId());
    if (cipher == null) {
      throw unopened(
          sealed, "its key " + sealed.keyId() + " is not among GANTRY_SECRETS_KEYS", null);
    }
    try {
      return cipher.open(sealed.bytes(), place(sealed.tenant(), sealed.name(), sealed.version()));
    } catch (GeneralSecurityException e) {
      throw unopened(sealed, "its row is not as it was written: replace the secret", e);
    }
  }

  private static String place(TenantId tenant, String name, long version) {
    return tenant.value() + "/" + name + "/" + version;
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
      Sealed sealed, String reason, @Nullable GeneralSecurityException cause) {
    String message = "secret '%s' cannot be opened: %s".formatted(sealed.name(), reason);
    GantryException failure =
        cause == null
            ? GantryException.of(ErrorCode.INTERNAL, message)
            : GantryException.of(ErrorCode.INTERNAL, message, cause);
    return failure.about("secret", sealed.name());
  }
}
