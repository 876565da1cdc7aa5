package io.gantry.fleet.alert;

import io.gantry.api.alert.DeliveryResource.Attempt;
import io.gantry.api.alert.DeliveryResource.State;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.alert.AlertRuleRows;
import io.gantry.persistence.alert.DeliveryRows;
import io.gantry.persistence.alert.DeliveryRows.Claimed;
import io.gantry.persistence.fence.AcrossTenants;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which calls are due, and what became of them. Each call is a transaction of its own. */
@Component
@AcrossTenants(PlatformWork.ALERTS)
class DeliveryBook {
  /** Far more than a call may take; then its caller counts as gone. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final DeliveryRows deliveries;
  private final AlertRuleRows rules;
  private final AuditService audit;
  private final AlertSettings settings;
  private final RandomGenerator random;
  private final Clock clock;

  DeliveryBook(
      DeliveryRows deliveries,
      AlertRuleRows rules,
      AuditService audit,
      AlertSettings settings,
      SecureRandom random,
      Clock clock) {
    this.deliveries = deliveries;
    this.rules = rules;
    this.audit = audit;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /** Takes what is due, at most one call of each rule. */
  @Transactional
  public List<Claimed> claim(int limit) {
    Instant now = clock.instant();
    return deliveries.claim(now, now.plus(LEASE).plus(settings.timeout()), limit);
  }

  @Transactional
  public void delivered(Claimed claimed, Attempt attempt) {
    rules.succeeded(claimed.tenant(), claimed.rule());
    deliveries.attempted(claimed, attempt, State.DELIVERED, null);
  }

  /** Has it tried again later, or gives it up, and the rule with it if it fails for long. */
  @Transactional
  public void failed(Claimed claimed, Attempt attempt) {
    Instant now = clock.instant();
    Instant since = rules.failed(claimed.tenant(), claimed.rule(), now);
    if (claimed.tries() < settings.tries()) {
      deliveries.attempted(claimed, attempt, State.WAITING, now.plus(wait(claimed.tries())));
    } else {
      deliveries.attempted(claimed, attempt, State.FAILED, null);
    }
    if (!since.plus(settings.disableAfter()).isAfter(now)) {
      disable(claimed, since, String.valueOf(attempt.failure()), now);
    }
  }

  private void disable(Claimed claimed, Instant since, String failure, Instant now) {
    String reason = "no call has succeeded since %s: %s".formatted(since, failure);
    if (rules.disable(claimed.tenant(), claimed.rule(), reason, now)) {
      deliveries.giveUp(claimed.tenant(), claimed.rule());
      audit.record(
          Caller.system(claimed.tenant()),
          AuditNote.of(Permission.ALERT_UPDATE, "alert " + claimed.name())
              .saying("disabled: " + reason));
    }
  }

  /** Doubles with each try; half of it is by chance, so that those of a moment part. */
  private Duration wait(int tries) {
    long longest = settings.longestRetry().toMillis();
    long doubled = settings.firstRetry().toMillis() << Math.min(tries - 1, 20);
    long whole = Math.min(longest, doubled);
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }

  @Transactional
  public void forgetOld() {
    deliveries.deleteOverBefore(clock.instant().minus(settings.keepFor()));
  }
}
