package io.gantry.fleet.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.secret.Sealed;
import java.security.SecureRandom;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretKeysTest {
  private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String NEW =
      Base64.getEncoder().encodeToString("n".repeat(32).getBytes(UTF_8));
  private static final TenantId TENANT = new TenantId("one");
  private static final byte[] DATA = "open sesame".getBytes(UTF_8);

  private static SecretKeys keys(String text) {
    return new SecretKeys(new SecretSettings(text), new SecureRandom());
  }

  @Test
  void openWhatTheySealed() {
    SecretKeys keys = keys(OLD);
    Sealed sealed = keys.seal(TENANT, "token", 1, DATA);

    assertThat(keys.open(sealed)).isEqualTo(DATA);
    assertThat(new String(sealed.bytes(), UTF_8)).doesNotContain("sesame");
    assertThat(keys.seal(TENANT, "token", 1, DATA).bytes()).isNotEqualTo(sealed.bytes());
  }

  @Test
  void sealWithTheFirstAndOpenWithAll() {
    Sealed old = keys(OLD).seal(TENANT, "token", 1, DATA);
    SecretKeys both = keys(" " + NEW + ",\n" + OLD + " ");

    assertThat(both.open(old)).isEqualTo(DATA);
    assertThat(both.seal(TENANT, "token", 1, DATA).keyId())
        .isEqualTo(keys(NEW).sealing().orElseThrow())
        .isNotEqualTo(old.keyId());
  }

  @Test
  void openNothingThatWasMovedPutBackOrChanged() {
    SecretKeys keys = keys(OLD);
    Sealed sealed = keys.seal(TENANT, "token", 2, DATA);
    String key = sealed.keyId();
    byte[] changed = sealed.bytes().clone();
    changed[changed.length - 1]++;

    assertUnopened(
        () -> keys.open(new Sealed(new TenantId("two"), "token", 2, key, sealed.bytes())));
    assertUnopened(() -> keys.open(new Sealed(TENANT, "other", 2, key, sealed.bytes())));
    assertUnopened(() -> keys.open(new Sealed(TENANT, "token", 3, key, sealed.bytes())));
    assertUnopened(() -> keys.open(new Sealed(TENANT, "token", 2, key, changed)));
    assertUnopened(() -> keys.open(new Sealed(TENANT, "token", 2, key, new byte[3])));
    assertUnopened(() -> keys(NEW).open(sealed));
  }

  private static void assertUnopened(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("cannot be opened")
        .extracting("code")
        .isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void sayWhatIsMissing() {
    assertThatThrownBy(() -> keys("").seal(TENANT, "token", 1, DATA))
        .extracting("code")
        .isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(keys("").sealing()).isEmpty();
  }

  @Test
  void areRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> keys("bm90IGEga2V5"))
        .hasMessageContaining("openssl rand -base64 32")
        .hasMessageNotContaining("bm90");
    assertThatThrownBy(() -> keys("%%%")).hasMessageContaining("openssl").hasNoCause();
    assertThat(new SecretSettings(OLD).toString()).doesNotContain(OLD);
  }
}
