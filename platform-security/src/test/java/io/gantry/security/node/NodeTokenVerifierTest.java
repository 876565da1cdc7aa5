package io.gantry.security.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeTokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ECKey KEY = key();
  private static final ECKey FOREIGN_KEY = key();

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final NodeTokenVerifier verifier =
      new NodeTokenVerifier(
          id ->
              id.equals("node-1")
                  ? Optional.of(KEY.toPublicJWK().toJSONString())
                  : Optional.empty(),
          new MemoryOfTokenIds(clock),
          clock);

  @Test
  void knowsTheNodeByItsSignature() {
    assertThat(verifier.verify(signed(KEY, claims().build()))).isEqualTo("node-1");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("another node's key", signed(FOREIGN_KEY, claims().build())),
        Arguments.of("unknown node", signed(KEY, claims().subject("node-2").build())),
        Arguments.of("no subject", signed(KEY, claims().subject(null).build())),
        Arguments.of("another audience", signed(KEY, claims().audience("other").build())),
        Arguments.of("no audience", signed(KEY, claims().audience((String) null).build())),
        Arguments.of("no id", signed(KEY, claims().jwtID(null).build())),
        Arguments.of("an endless id", signed(KEY, claims().jwtID("x".repeat(65)).build())),
        Arguments.of("no issue time", signed(KEY, claims().issueTime(null).build())),
        Arguments.of("no end", signed(KEY, claims().expirationTime(null).build())),
        Arguments.of("lives too long", signed(KEY, claims().expirationTime(at(121)).build())),
        Arguments.of(
            "expired", signed(KEY, claims().issueTime(at(-120)).expirationTime(at(-31)).build())),
        Arguments.of(
            "from the future",
            signed(KEY, claims().issueTime(at(31)).expirationTime(at(90)).build())),
        Arguments.of("not signed", new PlainJWT(claims().build()).serialize()),
        Arguments.of("signed by a shared secret", withSharedSecret()),
        Arguments.of("no token at all", "gantry_x"),
        Arguments.of("endless", "x".repeat(5000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refuses(String why, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .as(why)
        .extracting(failure -> ((GantryException) failure).code())
        .isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void refusesASecondUseEvenByManyAtOnce() throws InterruptedException {
    String token = signed(KEY, claims().build());
    Callable<Boolean> use = () -> accepts(token);

    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      long accepted =
          users.invokeAll(Collections.nCopies(64, use)).stream().filter(Future::resultNow).count();

      assertThat(accepted).isEqualTo(1);
    }
  }

  @Test
  void takesOnlyPublicKeysOnTheRightCurve() {
    assertThat(NodePublicKey.parse(KEY.toPublicJWK().toJSONString()).text())
        .doesNotContain("\"d\"")
        .contains("P-256");
    assertThatThrownBy(() -> NodePublicKey.parse(KEY.toJSONString()))
        .isInstanceOf(GantryException.class);
    assertThatThrownBy(() -> NodePublicKey.parse("{}")).isInstanceOf(GantryException.class);
    assertThatThrownBy(() -> NodePublicKey.parse(key(Curve.P_384).toPublicJWK().toJSONString()))
        .isInstanceOf(GantryException.class);
  }

  private boolean accepts(String token) {
    try {
      verifier.verify(token);
      return true;
    } catch (GantryException e) {
      return false;
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("node-1")
        .audience("gantry")
        .issueTime(at(0))
        .expirationTime(at(120))
        .jwtID(UUID.randomUUID().toString());
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plus(Duration.ofSeconds(seconds)));
  }

  private static String signed(ECKey key, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String withSharedSecret() {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
      token.sign(new MACSigner(KEY.toPublicJWK().toJSONString()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey key() {
    return key(Curve.P_256);
  }

  private static ECKey key(Curve curve) {
    try {
      return new ECKeyGenerator(curve).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
