package io.gantry.fleet.alert;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.secret.PlatformKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Derives the secret of each rule from one key of the platform's own, which lies sealed in the
 * database; so a rule's secret is kept nowhere.
 */
@Component
class AlertKey implements SmartInitializingSingleton {
  private static final String ALGORITHM = "HmacSHA256";

  private final PlatformKeys keys;
  private byte @Nullable [] key;

  AlertKey(PlatformKeys keys) {
    this.keys = keys;
  }

  @Override
  public void afterSingletonsInstantiated() {
    key = keys.find("alerts").orElse(null);
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
          "this control plane has no key for alerts: a platform admin sets GANTRY_SECRETS_KEYS");
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
