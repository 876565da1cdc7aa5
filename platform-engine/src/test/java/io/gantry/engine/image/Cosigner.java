package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.signature.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Signs as cosign does, with a key of its own. */
final class Cosigner {
  private static final String PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json";

  private final KeyPair keys;

  /** What is put beside an image. */
  record Signed(String payload, String signature) {}

  Cosigner() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SigningKey key() {
    return new SigningKey(keys.getPublic());
  }

  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Signs the claim that the digest is the repository's. */
  Signed sign(String repository, Digest digest) {
    String payload =
        """
        {"critical": {"identity": {"docker-reference": "%s"},
          "image": {"docker-manifest-digest": "%s"},
          "type": "cosign container image signature"}, "optional": null}
        """
            .formatted(repository, digest);
    return new Signed(payload, sign(payload));
  }

  private String sign(String payload) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(payload.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts signatures where those of the digest are looked for. */
  static void publish(Publisher repository, Digest digest, List<Signed> signatures) {
    StringBuilder layers = new StringBuilder();
    for (Signed signed : signatures) {
      Manifest.Descriptor payload =
          repository.blob(PAYLOAD, signed.payload().getBytes(StandardCharsets.UTF_8));
      layers
          .append(layers.isEmpty() ? "" : ",")
          .append(
              """
              {"mediaType": "%s", "digest": "%s", "size": %d,
               "annotations": {"dev.cosignproject.cosign/signature": "%s"}}
              """
                  .formatted(PAYLOAD, payload.digest(), payload.size(), signed.signature()));
    }
    Manifest.Descriptor config =
        repository.blob(Manifest.CONFIG_TYPE, "{}".getBytes(StandardCharsets.UTF_8));
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "config": {"mediaType": "%s", "digest": "%s", "size": %d}, "layers": [%s]}
        """
            .formatted(
                Manifest.MEDIA_TYPE, config.mediaType(), config.digest(), config.size(), layers);
    repository.put(
        "sha256-" + digest.hex() + ".sig",
        Manifest.MEDIA_TYPE,
        manifest.getBytes(StandardCharsets.UTF_8));
  }

  static void publish(Publisher repository, Digest digest, Signed signed) {
    publish(repository, digest, Collections.singletonList(signed));
  }
}
