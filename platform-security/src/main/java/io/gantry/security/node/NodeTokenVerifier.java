package io.gantry.security.node;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token a node signs for each request: ES256 by the node's own key, meant for Gantry,
 * living two minutes at most, used once. Safe for use by many threads.
 */
public final class NodeTokenVerifier {
  /** The audience a node's token must name. */
  public static final String AUDIENCE = "gantry";

  /** Longest life of a node's token. */
  public static final Duration MAXIMUM_LIFETIME = Duration.ofMinutes(2);

  private static final Duration CLOCK_ALLOWANCE = Duration.ofSeconds(30);
  private static final int MAXIMUM_ID_LENGTH = 64;
  private static final int MAXIMUM_LENGTH = 4096;

  private final NodeKeys keys;
  private final UsedTokenIds usedIds;
  private final Clock clock;

  public NodeTokenVerifier(NodeKeys keys, UsedTokenIds usedIds, Clock clock) {
    this.keys = keys;
    this.usedIds = usedIds;
    this.clock = clock;
  }

  /**
   * The id of the node that signed the token.
   *
   * @throws GantryException UNAUTHENTICATED saying what is wrong with it
   */
  public String verify(String token) {
    try {
      SignedJWT signed = parse(token);
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      String nodeId = required("sub", claims.getSubject());
      requireSignature(signed, nodeId);
      requireAudience(claims);
      Instant expiresAt = requireLifetime(claims);
      requireFirstUse(nodeId, claims, expiresAt);
      return nodeId;
    } catch (ParseException e) {
      throw refusal("it is not a signed JSON Web Token");
    }
  }

  private static SignedJWT parse(String token) throws ParseException {
    if (token.length() > MAXIMUM_LENGTH) {
      throw refusal("it is too long");
    }
    SignedJWT signed = SignedJWT.parse(token);
    if (!JWSAlgorithm.ES256.equals(signed.getHeader().getAlgorithm())) {
      throw refusal("it is not signed with ES256");
    }
    return signed;
  }

  /** An unknown node and a wrong signature are told apart by nobody. */
  private void requireSignature(SignedJWT signed, String nodeId) {
    boolean good =
        keys.publicKey(nodeId)
            .map(key -> isSignedBy(signed, NodePublicKey.parse(key)))
            .orElse(false);
    if (!good) {
      throw refusal("its node is unknown, or it is not signed with the node's key");
    }
  }

  private static boolean isSignedBy(SignedJWT signed, NodePublicKey key) {
    try {
      return signed.verify(key.verifier());
    } catch (JOSEException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "a node's key cannot be used", e);
    }
  }

  private static void requireAudience(JWTClaimsSet claims) {
    if (!claims.getAudience().contains(AUDIENCE)) {
      throw refusal("its audience is not '" + AUDIENCE + "'");
    }
  }

  private Instant requireLifetime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant issuedAt = required("iat", instant(claims.getIssueTime()));
    Instant expiresAt = required("exp", instant(claims.getExpirationTime()));
    if (Duration.between(issuedAt, expiresAt).compareTo(MAXIMUM_LIFETIME) > 0) {
      throw refusal("it lives longer than " + MAXIMUM_LIFETIME);
    }
    if (issuedAt.isAfter(now.plus(CLOCK_ALLOWANCE))
        || !expiresAt.isAfter(now.minus(CLOCK_ALLOWANCE))) {
      throw refusal(
          "it is good from %s to %s and here it is %s: set the node's clock right"
              .formatted(issuedAt, expiresAt, now));
    }
    return expiresAt;
  }

  private void requireFirstUse(String nodeId, JWTClaimsSet claims, Instant expiresAt) {
    String id = required("jti", claims.getJWTID());
    if (id.isEmpty() || id.length() > MAXIMUM_ID_LENGTH) {
      throw refusal("its jti has 1 to " + MAXIMUM_ID_LENGTH + " characters");
    }
    if (!usedIds.claim(nodeId, id, expiresAt.plus(CLOCK_ALLOWANCE))) {
      throw refusal("it was used before: sign one for each request");
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static <T> T required(String claim, @Nullable T value) {
    if (value == null) {
      throw refusal("it lacks the claim " + claim);
    }
    return value;
  }

  private static GantryException refusal(String problem) {
    return GantryException.of(ErrorCode.UNAUTHENTICATED, "the node's token is refused: " + problem);
  }
}
