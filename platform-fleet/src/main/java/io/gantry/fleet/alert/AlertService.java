package io.gantry.fleet.alert;

import io.gantry.api.alert.AlertMessage;
import io.gantry.api.alert.AlertResource;
import io.gantry.api.alert.AlertSecret;
import io.gantry.api.alert.CreateAlert;
import io.gantry.api.alert.DeliveryResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.audit.AuditChanges;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.fleet.paging.Cursor;
import io.gantry.persistence.Json;
import io.gantry.persistence.alert.AlertRule;
import io.gantry.persistence.alert.AlertRuleRows;
import io.gantry.persistence.alert.DeliveryRows;
import io.gantry.persistence.alert.DeliveryRows.NewDelivery;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What admins of a tenant do with its alerts. An alert that is missing is NOT_FOUND. */
@Service
public class AlertService {
  private static final int MOST_RULES = 50;

  private final AlertRuleRows rules;
  private final DeliveryRows deliveries;
  private final AlertKey key;
  private final AuditService audit;
  private final Clock clock;

  AlertService(
      AlertRuleRows rules, DeliveryRows deliveries, AlertKey key, AuditService audit, Clock clock) {
    this.rules = rules;
    this.deliveries = deliveries;
    this.key = key;
    this.audit = audit;
    this.clock = clock;
  }

  /** By name. */
  @Requires(Permission.ALERT_READ)
  @Transactional(readOnly = true)
  public Page<AlertResource> list(Caller caller, PageRequest page) {
    String after = Cursor.after(page, 1, List::getFirst);
    return Cursor.page(
            rules.list(caller.tenant(), after, page.limit() + 1),
            page,
            rule -> List.of(rule.name()))
        .map(AlertService::resource);
  }

  @Requires(Permission.ALERT_READ)
  @Transactional(readOnly = true)
  public AlertResource get(Caller caller, String name) {
    return resource(find(caller, name));
  }

  /**
   * A rule that counts from now on, with the secret its calls are signed with.
   *
   * @throws GantryException INVALID_ARGUMENT; NAME_DUPLICATE; QUOTA_EXCEEDED; UNSUPPORTED without a
   *     key for secrets
   */
  @Requires(Permission.ALERT_CREATE)
  @Transactional
  public AlertSecret create(Caller caller, CreateAlert wish) {
    AlertRule rule = AlertWish.rule(caller.tenant(), wish, caller.name(), clock.instant());
    String secret = key.secret(rule.id(), rule.secretNumber());
    if (rules.count(caller.tenant()) >= MOST_RULES) {
      throw GantryException.of(
          ErrorCode.QUOTA_EXCEEDED,
          "a tenant has at most %d alerts: remove one".formatted(MOST_RULES));
    }
    if (!rules.add(rule)) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "there is an alert '%s' already: choose another name".formatted(wish.name()))
          .about("alert", wish.name());
    }
    audit.record(
        caller,
        AuditNote.of(Permission.ALERT_CREATE, "alert " + wish.name())
            .changing(AuditChanges.between(null, resource(rule))));
    return new AlertSecret(resource(rule), secret);
  }

  /** Its calls that wait are not made any more. */
  @Requires(Permission.ALERT_REMOVE)
  @Transactional
  public void remove(Caller caller, String name) {
    rules.remove(caller.tenant(), find(caller, name).id());
    audit.record(caller, AuditNote.of(Permission.ALERT_REMOVE, "alert " + name));
  }

  /** Has a disabled rule count and call again. */
  @Requires(Permission.ALERT_UPDATE)
  @Transactional
  public AlertResource enable(Caller caller, String name) {
    rules.enable(caller.tenant(), find(caller, name).id());
    note(caller, name, "enabled");
    return resource(find(caller, name));
  }

  /** A new secret; calls from now on are signed with it and not with the one before. */
  @Requires(Permission.ALERT_UPDATE)
  @Transactional
  public AlertSecret renewSecret(Caller caller, String name) {
    rules.renewSecret(caller.tenant(), find(caller, name).id());
    AlertRule renewed = find(caller, name);
    note(caller, name, "new secret");
    return new AlertSecret(resource(renewed), key.secret(renewed.id(), renewed.secretNumber()));
  }

  /** Has the URL called without any exit, after what waits already. */
  @Requires(Permission.ALERT_UPDATE)
  @Transactional
  public AlertMessage test(Caller caller, String name) {
    AlertRule rule = find(caller, name);
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    AlertMessage message =
        new AlertMessage(id, rule.tenant(), name, true, now, 0, null, null, List.of());
    deliveries.enqueue(
        List.of(
            new NewDelivery(
                id, rule.tenant(), rule.id(), true, List.of(), null, Json.write(message), now)));
    note(caller, name, "test " + id);
    return message;
  }

  /** The newest first. */
  @Requires(Permission.ALERT_READ)
  @Transactional(readOnly = true)
  public Page<DeliveryResource> deliveries(Caller caller, String name, PageRequest page) {
    AlertRule rule = find(caller, name);
    return Cursor.page(
        deliveries.list(rule.tenant(), rule.id(), Cursor.afterNumber(page), page.limit() + 1),
        page,
        delivery -> List.of(delivery.number()));
  }

  /** Has a call made again, under the same id. */
  @Requires(Permission.ALERT_UPDATE)
  @Transactional
  public void redeliver(Caller caller, String name, UUID delivery) {
    AlertRule rule = find(caller, name);
    if (!deliveries.redeliver(rule.tenant(), rule.id(), delivery, clock.instant())) {
      throw GantryException.of(
              ErrorCode.NOT_FOUND,
              "alert '%s' has no delivery %s: list them".formatted(name, delivery))
          .about("alert", name);
    }
    note(caller, name, "redeliver " + delivery);
  }

  private void note(Caller caller, String name, String words) {
    audit.record(caller, AuditNote.of(Permission.ALERT_UPDATE, "alert " + name).saying(words));
  }

  private AlertRule find(Caller caller, String name) {
    return rules
        .find(caller.tenant(), name)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NOT_FOUND, "there is no alert '%s'".formatted(name))
                    .about("alert", name));
  }

  private static AlertResource resource(AlertRule rule) {
    return new AlertResource(
        rule.name(),
        rule.filter(),
        rule.threshold(),
        rule.window().isZero() ? null : rule.window(),
        rule.perContainer(),
        rule.url(),
        rule.createdAt(),
        rule.createdBy(),
        rule.failingSince(),
        rule.disabledAt(),
        rule.disabledBecause());
  }
}
