package io.gantry.agent.client;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The control plane's time as its answers tell it. A node whose own clock jumped by an hour can
 * still sign requests that are believed. Thread-safe.
 */
final class ServerClock {
  /** The header has whole seconds and travels; less than this is no offset. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Clock clock;
  private volatile Duration offset = Duration.ZERO;

  ServerClock(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().plus(offset);
  }

  /** Learns from an answer's Date header. */
  void learn(HttpHeaders headers) {
    headers.firstValue("Date").ifPresent(this::learn);
  }

  private void learn(String date) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration measured = Duration.between(clock.instant(), there);
      offset = measured.abs().compareTo(TOLERANCE) > 0 ? measured : Duration.ZERO;
    } catch (DateTimeException e) {
      // A proxy's malformed header says nothing about the time; the last known offset stays.
    }
  }
}
