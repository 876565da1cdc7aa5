package io.gantry.fleet.exit;

import io.gantry.fleet.alert.AlertEvaluation;
import io.gantry.persistence.history.ExitLedger;
import io.gantry.persistence.history.ExitLedger.Entry;
import io.gantry.persistence.notification.Notifier;
import io.gantry.persistence.notification.Topic;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way into the ledger. An exit that is there already stays as it is; new ones may be an
 * alert.
 */
@Component
public class ExitRecording {
  private final ExitLedger ledger;
  private final AlertEvaluation alerts;
  private final Notifier notifier;

  ExitRecording(ExitLedger ledger, AlertEvaluation alerts, Notifier notifier) {
    this.ledger = ledger;
    this.alerts = alerts;
    this.notifier = notifier;
  }

  /** Wakes who waits for one of these, when the transaction commits. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(List<Entry> entries) {
    alerts.evaluate(ledger.append(entries));
    notifier.changed(
        entries.stream()
            .map(entry -> Topic.container(entry.exit().record().container()))
            .distinct()
            .toList());
  }
}
