package io.gantry.fleet.secret;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What secrets are sealed with.
 *
 * @param keys keys of 32 bytes in base64, with blanks or commas between them: the first seals, all
 *     open; absent or empty keeps no secrets
 */
@ConfigurationProperties("gantry.secrets")
record SecretSettings(@Nullable String keys) {
  /** Never with a key. */
  @Override
  public String toString() {
    return "settings of secrets";
  }
}
