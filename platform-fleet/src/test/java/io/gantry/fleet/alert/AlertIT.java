package io.gantry.fleet.alert;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gantry.api.alert.AlertMessage;
import io.gantry.api.alert.CreateAlert;
import io.gantry.api.alert.DeliveryResource;
import io.gantry.api.alert.DeliveryResource.State;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.AuditFilter;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.ExitFilter;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.alert.Receiver.Received;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.persistence.Json;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@FleetTest
class AlertIT {
  private static final String NAME = "shop";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Fleet fleet;
  private final AlertService alerts;
  private final AlertDelivery delivery;
  private final AuditService audit;
  private final TransactionTemplate transaction;
  private final JdbcClient database;

  private Receiver receiver;
  private Caller owner;
  private Enrolled node;
  private ContainerResource container;

  @Autowired
  AlertIT(
      Fleet fleet,
      AlertService alerts,
      AlertDelivery delivery,
      AuditService audit,
      PlatformTransactionManager transactions,
      TestDatabase database) {
    this.fleet = fleet;
    this.alerts = alerts;
    this.delivery = delivery;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
    this.database = JdbcClient.create(database.dataSource());
  }

  @BeforeEach
  void makeATenantThatIsCalled() throws IOException {
    receiver = new Receiver();
    owner = fleet.tenant();
    node = fleet.node();
    container = fleet.started(owner, node, Map.of("app", "shop"));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void callsForEachEndThatFitsInOrderAndSigned() throws Exception {
    String secret = create(1, null);

    exits("e", 1, 0, 7);
    Received first = receiver.next();
    Received second = receiver.next();

    assertThat(List.of(code(first), code(second))).containsExactly(1, 7);
    assertThat(first.delivery()).isNotEqualTo(second.delivery());
    assertThat(message(first).delivery()).hasToString(first.delivery());
    assertSigned(first, secret);
    awaitState(State.DELIVERED, State.DELIVERED);
    assertThat(deliveries().getFirst().attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.status()).isEqualTo(200));
  }

  private static void assertSigned(Received call, String secret) throws GeneralSecurityException {
    String time = call.signature().replaceAll("t=(\\d+),v1=.*", "$1");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed =
        mac.doFinal(
            (time + "." + call.delivery() + "." + call.body()).getBytes(StandardCharsets.UTF_8));

    assertThat(call.signature()).isEqualTo("t=" + time + ",v1=" + HexFormat.of().formatHex(signed));
    assertThat(Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), Instant.now()))
        .isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void callsOnceForAnEndThatIsReportedTwice() throws Exception {
    create(1, null);

    exits("e", 1);
    exits("another store", 1);
    receiver.next();

    awaitState(State.DELIVERED);
  }

  @Test
  void callsNobodyForWhatIsNotCommitted() {
    create(1, null);

    transaction.executeWithoutResult(
        status -> {
          exits("e", 1);
          status.setRollbackOnly();
        });

    assertThat(deliveries()).isEmpty();
  }

  @Test
  void callsOnceThereAreEnoughWithinTheWindow() throws Exception {
    create(3, Duration.ofMinutes(1));

    exits("e", 1, 2);
    assertThat(deliveries()).isEmpty();
    report("e", 3, 3, 3);
    report("e", 4, 4, 4);
    Received call = receiver.next();

    assertThat(message(call).count()).isEqualTo(3);
    assertThat(message(call).exits().getFirst().record().code()).isEqualTo(3);
    awaitState(State.DELIVERED);
  }

  @Test
  void missesNoneOfWhatNodesReportAtTheSameTime() throws Exception {
    create(2, Duration.ofMinutes(1));
    List<Enrolled> nodes = List.of(fleet.node(), fleet.node(), fleet.node(), fleet.node());
    List<ContainerResource> containers =
        nodes.stream().map(one -> fleet.started(owner, one, Map.of("app", "shop"))).toList();

    Together.run(
        4,
        number ->
            () ->
                fleet.report(
                    nodes.get(number),
                    "e",
                    Fleet.reports(containers.get(number).id()).exit(1, 4 - number, 1)));

    assertThat(deliveries()).hasSize(2);
  }

  @Test
  void triesAgainBeforeWhatCameLater() throws Exception {
    create(1, null);
    receiver.answer(500);

    exits("e", 1, 2);
    Received failed = receiver.next();
    awaitAttempts(1);
    delivery.run();
    assertThat(receiver.heardNothingMore()).as("the later waits for the earlier").isTrue();
    assertThat(deliveries().getLast().nextAttemptAt()).isAfter(Instant.now());
    assertThat(alerts.get(owner, NAME).failingSince()).isNotNull();
    hurry();

    assertThat(receiver.next().delivery()).isEqualTo(failed.delivery());
    assertThat(code(receiver.next())).isEqualTo(2);
    awaitState(State.DELIVERED, State.DELIVERED);
    assertThat(deliveries().getLast().attempts()).hasSize(2);
    assertThat(alerts.get(owner, NAME).failingSince()).isNull();
  }

  @Test
  void callsAgainWhatAReplicaThatDiedHadTaken() throws Exception {
    create(1, null);
    exits("e", 1);
    Received first = receiver.next();
    awaitState(State.DELIVERED);

    set("state = 'WAITING', attempts = '[]', claimed_until = now() + interval '1 h'");
    set("next_attempt_at = now()");
    delivery.run();
    assertThat(receiver.heardNothingMore()).as("the other may still be at it").isTrue();
    set("claimed_until = now() - interval '1 s'");

    assertThat(receiver.next().delivery()).isEqualTo(first.delivery());
    awaitState(State.DELIVERED);
  }

  @Test
  void disablesWhatFailsForLongAndSaysWhy() throws Exception {
    create(1, null);
    database
        .sql("update alert_rules set failing_since = now() - interval '2 d' where tenant_id = :t")
        .param("t", owner.tenant().value())
        .update();
    receiver.answer(503);

    exits("e", 1, 2);
    receiver.next();
    awaitState(State.FAILED, State.FAILED);

    assertThat(alerts.get(owner, NAME).disabledBecause()).endsWith("answered 503");
    assertThat(audit.list(owner, AuditFilter.ALL, PageRequest.FIRST).items().getFirst().detail())
        .startsWith("disabled: no call has succeeded since");
    exits("later", 3, 3, 3);
    assertThat(deliveries()).hasSize(2);
    alerts.enable(owner, NAME);
    alerts.test(owner, NAME);
    assertThat(message(receiver.next()).test()).isTrue();
  }

  @Test
  void callsAgainWhenAsked() throws Exception {
    create(1, null);
    exits("e", 1);
    Received first = receiver.next();
    awaitState(State.DELIVERED);

    alerts.redeliver(owner, NAME, UUID.fromString(first.delivery()));

    assertThat(receiver.next()).extracting(Received::body).isEqualTo(first.body());
  }

  @Test
  void signsWithANewSecretFromThenOn() throws Exception {
    String old = create(1, null);
    String renewed = alerts.renewSecret(owner, NAME).secret();
    alerts.test(owner, NAME);

    assertThat(renewed).isNotEqualTo(old);
    assertSigned(receiver.next(), renewed);
  }

  @Test
  void refusesWhatMayNotBeCalledAndForeignAlerts() {
    create(1, null);
    Caller foreigner = fleet.tenant();

    for (String url : List.of("ftp://a.example/", "file:///etc/passwd", "http://u:p@a.example/")) {
      assertThat(catchThrowable(() -> alerts.create(owner, wish(1, null, url))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertRefused(
        ErrorCode.NAME_DUPLICATE, () -> alerts.create(owner, wish(1, null, receiver.url())));
    assertRefused(ErrorCode.NOT_FOUND, () -> alerts.test(foreigner, NAME));
    assertRefused(ErrorCode.NOT_FOUND, () -> alerts.deliveries(foreigner, NAME, PageRequest.FIRST));
    assertThat(alerts.list(foreigner, PageRequest.FIRST).items()).isEmpty();
  }

  private String create(int threshold, @Nullable Duration window) {
    return alerts.create(owner, wish(threshold, window, receiver.url())).secret();
  }

  private static CreateAlert wish(int threshold, @Nullable Duration window, String url) {
    ExitFilter failures = ExitFilter.builder().failed(true).labels(Map.of("app", "shop")).build();
    return new CreateAlert(NAME, failures, threshold, window, false, url);
  }

  /** Runs from 1 on that end with these codes. */
  private void exits(String epoch, int... codes) {
    for (int index = 0; index < codes.length; index++) {
      report(epoch, index + 1, index + 1, codes[index]);
    }
  }

  private void report(String epoch, int sequence, int run, int code) {
    fleet.report(node, epoch, Fleet.reports(container.id()).exit(sequence, run, code));
  }

  private List<DeliveryResource> deliveries() {
    return alerts.deliveries(owner, NAME, PageRequest.FIRST).items();
  }

  private void awaitState(State... states) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(deliveries())
                    .extracting(DeliveryResource::state)
                    .containsExactly(states));
  }

  private void awaitAttempts(int attempts) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> deliveries().stream().mapToInt(one -> one.attempts().size()).sum() == attempts);
  }

  private void hurry() {
    database
        .sql(
            "update alert_deliveries set next_attempt_at = now() where tenant_id = :t"
                + " and state = 'WAITING'")
        .param("t", owner.tenant().value())
        .update();
  }

  private void set(String values) {
    database
        .sql("update alert_deliveries set " + values + " where tenant_id = :t")
        .param("t", owner.tenant().value())
        .update();
  }

  private static AlertMessage message(Received call) {
    return Json.read(call.body(), AlertMessage.class);
  }

  private static int code(Received call) {
    return message(call).exits().getFirst().record().code();
  }
}
