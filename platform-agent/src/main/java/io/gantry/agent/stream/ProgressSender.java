package io.gantry.agent.stream;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.node.StreamControl;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the other side how far a transfer has come, a few times a second at most for each item.
 * Nobody listening any more does not end the transfer.
 */
final class ProgressSender implements TransferProgress {
  private static final long INTERVAL_NANOS = Duration.ofMillis(250).toNanos();

  /** The message's value. */
  record Moved(String item, long bytes, long total) {}

  private final StreamChannel channel;
  private final Map<String, Long> due = new ConcurrentHashMap<>();
  private volatile boolean unheard;

  ProgressSender(StreamChannel channel) {
    this.channel = channel;
  }

  @Override
  public void moved(String item, long bytes, long totalBytes) {
    if (unheard || !isDue(item)) {
      return;
    }
    try {
      channel.send(
          StreamControl.progress(
              AgentJson.MAPPER.writeValueAsString(new Moved(item, bytes, totalBytes))));
    } catch (IOException e) {
      unheard = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unheard = true;
    }
  }

  private boolean isDue(String item) {
    long now = System.nanoTime();
    Long before = due.putIfAbsent(item, now + INTERVAL_NANOS);
    return before == null || (now - before >= 0 && due.replace(item, before, now + INTERVAL_NANOS));
  }
}
