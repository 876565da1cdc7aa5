package io.gantry.agent.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.agent.client.RequestSigner;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * Signs one JWT (ES256) per request: subject the node, audience {@code gantry}, good for a minute
 * and one use. Thread-safe.
 */
public final class NodeCredential implements RequestSigner {
  private static final String AUDIENCE = "gantry";
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private final String nodeId;
  private final JWSSigner signer;

  public NodeCredential(NodeIdentity identity, NodeKey key) {
    this.nodeId = identity.nodeId();
    try {
      this.signer = new ECDSASigner(key.pair());
    } catch (JOSEException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the node's key cannot sign", e);
    }
  }

  @Override
  public String authorization(Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(nodeId)
            .audience(AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(nodeId).build(), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a request could not be signed", e);
    }
    return "Bearer " + token.serialize();
  }
}
