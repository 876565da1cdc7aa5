package io.gantry.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.testing.TinyControlPlane;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolTest {
  private static final NodeFacts FACTS =
      new NodeFacts("host", "amd64", 2, 1, 1, 1, "v2", Map.of(), Map.of(), null);

  private final List<Enrolment> enrolments = new ArrayList<>();
  private Path home;
  private Path tokenFile;
  private TinyControlPlane server;
  private ControlPlane client;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    tokenFile = Files.writeString(directory.resolve("token"), "one-time\n");
    server = TinyControlPlane.start();
    client = ControlPlane.unsigned(server.uri(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Enrol enrol() {
    return new Enrol(home, client, server.uri().toString());
  }

  private void accept() {
    server.on(
        "/agent/v1/enrol",
        exchange -> {
          enrolments.add(TinyControlPlane.body(exchange, Enrolment.class));
          TinyControlPlane.json(exchange, 200, new Enrolled("node-1", "host"));
        });
  }

  @Test
  void sendsTheTokenAndThePublicHalfOfTheKey() throws Exception {
    accept();

    NodeIdentity identity = enrol().identity(tokenFile, "wished", FACTS);

    assertThat(identity.nodeId()).isEqualTo("node-1");
    Enrolment sent = enrolments.getFirst();
    assertThat(sent.token()).isEqualTo("one-time");
    assertThat(sent.name()).isEqualTo("wished");
    assertThat(ECKey.parse(sent.publicKey()).isPrivate()).isFalse();
  }

  @Test
  void enrolsOnce() throws Exception {
    accept();
    NodeIdentity first = enrol().identity(tokenFile, null, FACTS);

    NodeIdentity second = enrol().identity(null, null, FACTS);

    assertThat(second).isEqualTo(first);
    assertThat(enrolments).hasSize(1);
  }

  @Test
  void keepsKeyAndIdentityToItself() throws Exception {
    accept();

    enrol().identity(tokenFile, null, FACTS);

    for (String file : List.of("node.key", "node.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void saysHowToEnrolWithoutAToken() {
    assertThatThrownBy(() -> enrol().identity(null, null, FACTS))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("--token-file");
  }

  @Test
  void endsWhenTheTokenIsRefused() {
    server.on("/agent/v1/enrol", exchange -> exchange.sendResponseHeaders(401, -1));

    assertThatThrownBy(() -> enrol().identity(tokenFile, null, FACTS))
        .isInstanceOf(GantryException.class);
    assertThat(home.resolve("node.json")).doesNotExist();
  }

  @Test
  void signsShortLivedTokensOfOneUse() throws IOException, ParseException, JOSEException {
    NodeKey key = NodeKey.loadOrMake(home);
    NodeCredential credential = new NodeCredential(new NodeIdentity("node-1", "host", ""), key);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    SignedJWT first = SignedJWT.parse(credential.authorization(now).substring("Bearer ".length()));
    SignedJWT second = SignedJWT.parse(credential.authorization(now).substring("Bearer ".length()));

    assertThat(first.verify(new ECDSAVerifier(ECKey.parse(key.publicKey())))).isTrue();
    var claims = first.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("node-1");
    assertThat(claims.getAudience()).containsExactly("gantry");
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isLessThanOrEqualTo(Duration.ofMinutes(2));
    assertThat(claims.getJWTID()).isNotEqualTo(second.getJWTClaimsSet().getJWTID());
  }
}
