package io.gantry.security.node;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.text.ParseException;

/** The public half of a node's key pair: elliptic curve P-256. */
public final class NodePublicKey {
  private final ECKey key;

  private NodePublicKey(ECKey key) {
    this.key = key;
  }

  /**
   * Reads a JSON Web Key.
   *
   * @throws GantryException INVALID_ARGUMENT if it is not a public key on the curve P-256
   */
  public static NodePublicKey parse(String jsonWebKey) {
    ECKey key = read(jsonWebKey);
    if (key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "publicKey is to be a public key on the curve P-256");
    }
    return new NodePublicKey(key);
  }

  private static ECKey read(String jsonWebKey) {
    try {
      return ECKey.parse(jsonWebKey);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "publicKey is not a JSON Web Key of an elliptic curve", e);
    }
  }

  /** The key as a JSON Web Key and nothing else, to be stored. */
  public String text() {
    return new ECKey.Builder(key.getCurve(), key.getX(), key.getY()).build().toJSONString();
  }

  JWSVerifier verifier() throws JOSEException {
    return new ECDSAVerifier(key);
  }
}
