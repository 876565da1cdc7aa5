package io.gantry.fleet.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.fleet.idempotency.Answer;
import io.gantry.fleet.idempotency.IdempotencyService;
import io.gantry.fleet.idempotency.IdempotentRequest;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.persistence.testing.TestDatabase;
import io.gantry.security.Caller;
import io.gantry.security.node.UsedTokenIds;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@FleetTest
class HousekeepingIT {
  private final Fleet fleet;
  private final Housekeeping housekeeping;
  private final IdempotencyService idempotency;
  private final UsedTokenIds tokenIds;
  private final JdbcClient jdbc;

  @Autowired
  HousekeepingIT(
      Fleet fleet,
      Housekeeping housekeeping,
      IdempotencyService idempotency,
      UsedTokenIds tokenIds,
      TestDatabase database) {
    this.fleet = fleet;
    this.housekeeping = housekeeping;
    this.idempotency = idempotency;
    this.tokenIds = tokenIds;
    this.jdbc = JdbcClient.create(database.dataSource());
  }

  @Test
  void forgetsKeysThatHaveExpiredAndKeepsTheOthers() {
    Caller caller = fleet.tenant();
    keep(caller, "old");
    jdbc.sql("update idempotency_keys set expires_at = now() - interval '1 s' where tenant_id = :t")
        .param("t", caller.tenant().value())
        .update();
    keep(caller, "young");

    housekeeping.run();

    assertThat(
            jdbc.sql("select key from idempotency_keys where tenant_id = :t")
                .param("t", caller.tenant().value())
                .query(String.class)
                .list())
        .containsExactly("young");
  }

  private void keep(Caller caller, String key) {
    idempotency.once(
        caller, new IdempotentRequest(key, key), () -> new Answer(200, Map.of(), null));
  }

  @Test
  void remembersUsedTokenIdsUntilTheyExpire() {
    Instant future = Instant.parse("2100-01-01T00:00:00Z");

    assertThat(tokenIds.claim("node", "id", future)).isTrue();
    housekeeping.run();

    assertThat(tokenIds.claim("node", "id", future)).isFalse();
  }
}
