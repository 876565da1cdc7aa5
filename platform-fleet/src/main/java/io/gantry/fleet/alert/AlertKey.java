package io.gantry.fleet.alert;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Derives the secret of each rule from one key, which is in a file and never in the database; so a
 * secret is kept nowhere.
 */
@Component
class AlertKey {
  private static final int LEAST_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte @Nullable [] key;

  AlertKey(AlertSettings settings) {
    Path file = settings.keyFile();
    this.key = file == null || file.toString().isEmpty() ? null : read(file);
  }

  private static byte[] read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < LEAST_BYTES) {
        throw new IllegalStateException(
            "the key of alerts in %s is shorter than %d bytes".formatted(file, LEAST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("the key of alerts in " + file + " cannot be read", e);
    }
  }

  /**
   * The secret a rule's calls are signed with.
   *
   * @param number of the secret, from 1
   * @throws GantryException UNSUPPORTED without a key
   */
  String secret(UUID rule, long number) {
    if (key == null) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          "there are no alerts here: the platform's operator sets GANTRY_ALERT_KEY_FILE to a file of 32"
              + " random bytes");
    }
    byte[] secret = mac(key, "gantry alert " + rule + " " + number);
    return "gantry_alert_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /**
   * Signs a call, so that it cannot be altered, made up, or repeated at another time.
   *
   * @param seconds since 1970, when it is sent
   */
  static String signature(String secret, long seconds, UUID delivery, String body) {
    byte[] mac =
        mac(secret.getBytes(StandardCharsets.UTF_8), seconds + "." + delivery + "." + body);
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
