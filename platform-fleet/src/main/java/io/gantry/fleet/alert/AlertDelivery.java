package io.gantry.fleet.alert;

import io.gantry.api.alert.DeliveryResource.Attempt;
import io.gantry.persistence.alert.DeliveryRows.Claimed;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/**
 * Makes the calls that are due, those of different rules at the same time, those of one rule one
 * after the other. A replica that ends in between leaves its calls to be made again, under the same
 * ids.
 */
@Component
public class AlertDelivery {
  private static final int AT_A_TIME = 32;

  /** After so many rounds others get the turn; what is left is due a second later. */
  private static final int MOST_ROUNDS = 100;

  private final DeliveryBook book;
  private final AlertKey key;
  private final WebhookCall call;
  private final Clock clock;

  AlertDelivery(DeliveryBook book, AlertKey key, AlertSettings settings, Clock clock) {
    this.book = book;
    this.key = key;
    this.call =
        new WebhookCall(new PublicAddresses(settings.allowedNetworks()), settings.timeout());
    this.clock = clock;
  }

  /** Returns when nothing is due any more, or after a while. */
  public void run() {
    book.forgetOld();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Claimed> due = book.claim(AT_A_TIME);
      if (due.isEmpty()) {
        return;
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        due.forEach(claimed -> threads.execute(() -> deliver(claimed)));
      }
    }
  }

  private void deliver(Claimed claimed) {
    Instant begun = clock.instant();
    long started = System.nanoTime();
    Integer status = null;
    String failure = null;
    try {
      status = call.post(URI.create(claimed.url()), headers(claimed, begun), claimed.body());
      failure = status / 100 == 2 ? null : "answered " + status;
    } catch (IOException | RuntimeException e) {
      // The outermost of its thread: whatever it was, the try is noted and made again.
      failure = reason(e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    note(claimed, new Attempt(begun, took, status, failure));
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private void note(Claimed claimed, Attempt attempt) {
    if (attempt.failure() == null) {
      book.delivered(claimed, attempt);
    } else {
      book.failed(claimed, attempt);
    }
  }

  private Map<String, String> headers(Claimed claimed, Instant now) {
    String secret = key.secret(claimed.rule(), claimed.secretNumber());
    return Map.of(
        "Content-Type",
        "application/json",
        "User-Agent",
        "gantry",
        "Gantry-Delivery",
        claimed.id().toString(),
        "Gantry-Signature",
        AlertKey.signature(secret, now.getEpochSecond(), claimed.id(), claimed.body()));
  }
}
