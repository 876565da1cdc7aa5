package io.gantry.engine.image.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example was made by cosign's algorithm with OpenSSL: neither key nor signature is ours. */
class SigningKeyTest {
  private static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXcYKy6p3ZfvzFAafHzT0n4m+b0u1
      FdYxaGos+zQr5psZJu+18oDfViis63IxmePjO8YtWSIPzN9k5aarKcZj7A==
      -----END PUBLIC KEY-----
      """;
  private static final String SIGNATURE =
      "MEUCIQCIJc+iMDRjHlH6rSmJlZKDbyTYRooSj8yszKwOXMWh5wIgFpHkx2BQ"
          + "cgzF5mQONNEnza63BzOrsqambseIXq3uEcE=";
  private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.UTF_8);

  @Test
  void knowsASignatureThatOpensslHasMade() {
    byte[] signature = Base64.getDecoder().decode(SIGNATURE);
    SigningKey key = SigningKey.parse(PEM);

    assertThat(key.signed(PAYLOAD, signature)).isTrue();
    assertThat(key.signed("payloaD".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
  }

  @Test
  void takesWhatIsNoSignatureForABadOne() {
    SigningKey key = SigningKey.parse(PEM);

    assertThat(key.signed(PAYLOAD, new byte[0])).isFalse();
    assertThat(key.signed(PAYLOAD, new byte[] {0x30, 0x06, 2, 1, 0, 2, 1, 0})).isFalse();
  }

  @Test
  void takesNoOtherKindOfKey() throws Exception {
    String p384 = pem(key("EC", new ECGenParameterSpec("secp384r1")));
    String rsa = pem(key("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)));

    for (String text : new String[] {p384, rsa, "", "no key", PEM.replace("PUBLIC", "PRIVATE")}) {
      assertThatThrownBy(() -> SigningKey.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a signing key is");
    }
  }

  private static PublicKey key(String algorithm, AlgorithmParameterSpec parameters)
      throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(parameters);
    return generator.generateKeyPair().getPublic();
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
