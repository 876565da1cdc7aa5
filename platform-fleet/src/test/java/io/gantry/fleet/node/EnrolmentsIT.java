package io.gantry.fleet.node;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.node.NodeKeys;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@FleetTest
class EnrolmentsIT {
  private static final Caller ADMIN = Caller.system(TenantId.DEFAULT);

  private final Fleet fleet;
  private final Enrolments enrolments;
  private final NodeService nodes;
  private final NodeKeys keys;
  private final JdbcClient jdbc;

  @Autowired
  EnrolmentsIT(
      Fleet fleet, Enrolments enrolments, NodeService nodes, NodeKeys keys, JdbcClient jdbc) {
    this.fleet = fleet;
    this.enrolments = enrolments;
    this.nodes = nodes;
    this.keys = keys;
    this.jdbc = jdbc;
  }

  @Test
  void redeemsATokenOnceWhenManyTry() throws Exception {
    String token = enrolments.createToken(ADMIN).token();

    List<Optional<Enrolled>> results = Together.run(64, number -> () -> tryToEnrol(token));

    assertThat(results.stream().flatMap(Optional::stream)).hasSize(1);
  }

  private Optional<Enrolled> tryToEnrol(String token) {
    try {
      return Optional.of(enrolments.enrol(fleet.enrolment(token), Origin.INTERNAL));
    } catch (GantryException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      return Optional.empty();
    }
  }

  @Test
  void keepsNoTokenItself() {
    String token = enrolments.createToken(ADMIN).token();

    assertThat(
            jdbc.sql("select count(*) from enrolment_tokens where token_hash = :token")
                .param("token", token)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void refusesAnExpiredToken() {
    String token = enrolments.createToken(ADMIN).token();
    jdbc.sql("update enrolment_tokens set expires_at = now() - interval '1 second'").update();

    assertRefused(
        ErrorCode.UNAUTHENTICATED, () -> enrolments.enrol(fleet.enrolment(token), Origin.INTERNAL));
  }

  @Test
  void leavesTheTokenGoodWhenTheNameIsTaken() {
    Enrolled other = fleet.node();
    String token = enrolments.createToken(ADMIN).token();
    Enrolment wish = fleet.enrolment(token);

    assertRefused(
        ErrorCode.NAME_DUPLICATE,
        () ->
            enrolments.enrol(
                new Enrolment(token, wish.publicKey(), other.name(), wish.facts()),
                Origin.INTERNAL));

    assertThat(enrolments.enrol(wish, Origin.INTERNAL).name()).startsWith("host");
  }

  @Test
  void refusesTheKeyOfARemovedNode() {
    Enrolled node = fleet.node();
    assertThat(keys.publicKey(node.nodeId())).isPresent();

    nodes.remove(ADMIN, node.name(), null, false);

    assertThat(keys.publicKey(node.nodeId())).isEmpty();
    assertRefused(ErrorCode.NO_SUCH_NODE, () -> fleet.alive(node));
  }

  @Test
  void removesANodeWithContainersOnlyByForce() {
    Enrolled node = fleet.node();
    fleet.container(fleet.tenant(), node);

    assertRefused(ErrorCode.STATE_INVALID, () -> nodes.remove(ADMIN, node.name(), null, false));
    nodes.remove(ADMIN, node.name(), null, true);

    assertRefused(ErrorCode.NO_SUCH_NODE, () -> nodes.get(ADMIN, node.name()));
  }
}
