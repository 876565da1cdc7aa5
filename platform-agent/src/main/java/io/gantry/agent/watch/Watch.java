package io.gantry.agent.watch;

import io.gantry.agent.client.AgentJson;
import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.agent.work.Loop;
import io.gantry.agent.work.Threads;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.WatchEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Keeps the node's watch open: reads events until the connection ends or falls silent, then
 * connects again after a jittered wait and goes on where it was.
 */
public final class Watch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  /** Three bookmarks of the control plane and some slack. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);

  private final ControlPlane controlPlane;
  private final WatchListener listener;
  private final Duration longestSilence;
  private final Backoff backoff;
  private final ScheduledExecutorService timer;
  private final Loop loop;
  private volatile boolean connected;

  /** Whether the next connection asks for the whole list; used by the watch's thread alone. */
  private boolean startOver;

  private Watch(
      ControlPlane controlPlane,
      WatchListener listener,
      Duration longestSilence,
      Backoff backoff,
      ThreadFactory threads) {
    this.controlPlane = controlPlane;
    this.listener = listener;
    this.longestSilence = longestSilence;
    this.backoff = backoff;
    this.timer = Threads.timer(threads);
    this.loop = Loop.of(threads, this::connect);
  }

  /** Starts watching. */
  public static Watch start(ControlPlane controlPlane, WatchListener listener) {
    return start(controlPlane, listener, Threads.named("watch"));
  }

  /** Starts watching on threads of the factory. */
  public static Watch start(
      ControlPlane controlPlane, WatchListener listener, ThreadFactory threads) {
    return begin(
        new Watch(controlPlane, listener, LONGEST_SILENCE, Backoff.ofSeconds(1, 5), threads));
  }

  static Watch start(
      ControlPlane controlPlane, WatchListener listener, Duration longestSilence, Backoff backoff) {
    return begin(
        new Watch(controlPlane, listener, longestSilence, backoff, Threads.named("watch")));
  }

  private static Watch begin(Watch watch) {
    watch.loop.start();
    return watch;
  }

  /** Whether the control plane is heard right now. */
  public boolean isConnected() {
    return connected;
  }

  private void connect() throws InterruptedException {
    try {
      watch();
      log.info("the watch ended: connecting anew");
    } catch (IOException e) {
      if (!loop.isClosed()) {
        log.info("the watch is broken: {}", e.toString());
      }
    } catch (GantryException e) {
      refused(e);
    } finally {
      connected = false;
    }
    backoff.await();
  }

  private void refused(GantryException refusal) {
    if (refusal.code() == ErrorCode.RESOURCE_VERSION_TOO_OLD) {
      startOver = true;
    }
    log.warn("the watch is refused: code={} {}", refusal.code(), refusal.getMessage());
  }

  private void watch() throws IOException, InterruptedException {
    long version = startOver ? 0 : listener.resourceVersion();
    String from = version == 0 ? "" : "?resourceVersion=" + version;
    try (InputStream answer = controlPlane.open("/agent/v1/watch" + from);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        LifeSign lifeSign = new LifeSign(timer, longestSilence, answer)) {
      connected = true;
      log.info("watching resourceVersion={}", version);
      String line;
      do {
        line = lines.readLine();
        if (line != null) {
          lifeSign.seen();
          take(line);
        }
      } while (line != null && !listener.wantsList());
    }
  }

  private void take(String line) throws IOException {
    if (line.isBlank()) {
      return;
    }
    WatchEvent event;
    try {
      event = AgentJson.MAPPER.readValue(line, WatchEvent.class);
    } catch (JacksonException e) {
      throw new IOException("a line of the watch is not an event: " + e.getOriginalMessage(), e);
    }
    if (event == null || event.type() == null) {
      // A kind of event that a newer control plane knows: not for this agent.
      return;
    }
    listener.accept(event);
    startOver = false;
    backoff.reset();
  }

  @Override
  public void close() {
    loop.close();
    timer.shutdownNow();
  }
}
