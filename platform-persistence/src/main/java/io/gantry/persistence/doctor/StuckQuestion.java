package io.gantry.persistence.doctor;

import io.gantry.api.container.TenantId;
import io.gantry.api.doctor.StuckKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What is looked for.
 *
 * @param tenant whose; absent is everybody's and the platform's
 * @param id of one object; absent is all
 * @param deadlines of all kinds
 * @param reachableSince nodes not heard of since count as lost
 */
public record StuckQuestion(
    @Nullable TenantId tenant,
    @Nullable String id,
    Map<StuckKind, Duration> deadlines,
    Instant now,
    Instant reachableSince) {
  public StuckQuestion {
    deadlines = Map.copyOf(deadlines);
  }

  /** The query with its parameters; of each kind it has the deadline as {@code :KIND}, in ms. */
  StatementSpec bind(JdbcClient jdbc, String sql) {
    StatementSpec statement =
        jdbc.sql(sql)
            .param("tenant", tenant == null ? null : tenant.value())
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("reachableSince", reachableSince.atOffset(ZoneOffset.UTC));
    for (Map.Entry<StuckKind, Duration> deadline : deadlines.entrySet()) {
      statement = statement.param(deadline.getKey().name(), deadline.getValue().toMillis());
    }
    return statement;
  }
}
