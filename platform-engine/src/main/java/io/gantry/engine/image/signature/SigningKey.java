package io.gantry.engine.image.signature;

import io.gantry.engine.image.document.Sha256;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public half of a key that images are signed with: ECDSA over P-256, as cosign makes them. */
public record SigningKey(PublicKey key) {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  public SigningKey {
    if (!(key instanceof ECPublicKey ec) || !isP256(ec.getParams())) {
      throw new IllegalArgumentException("a signing key is an ECDSA key over P-256");
    }
  }

  /** Reads {@code cosign.pub}. */
  public static SigningKey parse(String pem) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a signing key is PEM: -----BEGIN PUBLIC KEY-----");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
      return new SigningKey(
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("a signing key is an ECDSA key over P-256", e);
    }
  }

  private static boolean isP256(ECParameterSpec parameters) {
    try {
      AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
      p256.init(new ECGenParameterSpec("secp256r1"));
      ECParameterSpec wanted = p256.getParameterSpec(ECParameterSpec.class);
      BigInteger order = wanted.getOrder();
      return parameters.getOrder().equals(order)
          && parameters.getCurve().equals(wanted.getCurve())
          && parameters.getGenerator().equals(wanted.getGenerator());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /** Whether the payload was signed with this key. */
  boolean signed(byte[] payload, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(payload);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // no signature at all
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has ECDSA", e);
    }
  }

  /** What the key is known by in logs. */
  String fingerprint() {
    return Sha256.of(key.getEncoded()).hex().substring(0, 16);
  }
}
