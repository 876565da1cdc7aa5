package io.gantry.fleet.idempotency;

import static io.gantry.fleet.testing.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.security.Caller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class IdempotencyServiceIT {
  private static final IdempotentRequest REQUEST =
      new IdempotentRequest("key", "POST /containers 1");

  private final Fleet fleet;
  private final IdempotencyService idempotency;
  private final AtomicInteger done = new AtomicInteger();

  private Caller caller;

  @Autowired
  IdempotencyServiceIT(Fleet fleet, IdempotencyService idempotency) {
    this.fleet = fleet;
    this.idempotency = idempotency;
  }

  @BeforeEach
  void makeATenant() {
    caller = fleet.tenant();
  }

  @Test
  void doesARequestOnceAndAnswersEveryRepetitionTheSame() throws Exception {
    List<Answer> answers =
        Together.run(16, number -> () -> idempotency.once(caller, REQUEST, this::act));

    assertThat(done).hasValue(1);
    assertThat(answers).containsOnly(new Answer(201, Map.of("Location", "/1"), "{\"number\": 1}"));
  }

  @Test
  void refusesAKeyThatCameWithAnotherRequest() {
    idempotency.once(caller, REQUEST, this::act);

    assertRefused(
        ErrorCode.IDEMPOTENCY_MISMATCH,
        () ->
            idempotency.once(
                caller, new IdempotentRequest("key", "POST /containers 2"), this::act));
  }

  @Test
  void doesAFailedRequestAgain() {
    assertRefused(
        ErrorCode.NO_PLACEMENT,
        () ->
            idempotency.once(
                caller,
                REQUEST,
                () -> {
                  throw GantryException.of(ErrorCode.NO_PLACEMENT, "no node is ready");
                }));

    assertThat(idempotency.once(caller, REQUEST, this::act).status()).isEqualTo(201);
  }

  @Test
  void keepsTheKeysOfTenantsApart() {
    idempotency.once(caller, REQUEST, this::act);
    idempotency.once(fleet.tenant(), REQUEST, this::act);

    assertThat(done).hasValue(2);
  }

  private Answer act() {
    int number = done.incrementAndGet();
    return new Answer(201, Map.of("Location", "/" + number), "{\"number\": " + number + "}");
  }
}
