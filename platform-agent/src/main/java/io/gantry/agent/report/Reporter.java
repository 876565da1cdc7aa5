package io.gantry.agent.report;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.agent.work.Loop;
import io.gantry.agent.work.Signal;
import io.gantry.agent.work.Threads;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.NodeFacts;
import io.gantry.api.node.Report;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.node.ReportBatch.EndsTold;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the outbox: at once when something is added, in order, in batches, each forgotten when it
 * is acknowledged and repeated until then. Every few seconds the node's facts go along as the
 * heart-beat, with or without reports, and with them how far the ends are told.
 */
public final class Reporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reporter.class);
  private static final String PATH = "/agent/v1/reports";
  private static final Duration HEART_BEAT = Duration.ofSeconds(10);

  private final ControlPlane controlPlane;
  private final ReportSource source;
  private final Supplier<NodeFacts> facts;
  private final Clock clock;
  private final Backoff backoff;
  private final Signal appended = new Signal();
  private final AtomicLong delivered = new AtomicLong();
  private final Loop loop;

  // Used by the reporter's thread alone.
  private int limit = ReportBatch.MAXIMUM_REPORTS;
  private long lastHeartBeat = System.nanoTime() - HEART_BEAT.toNanos();
  private boolean failing;

  private Reporter(
      ControlPlane controlPlane,
      ReportSource source,
      Supplier<NodeFacts> facts,
      Clock clock,
      Backoff backoff,
      ThreadFactory threads) {
    this.controlPlane = controlPlane;
    this.source = source;
    this.facts = facts;
    this.clock = clock;
    this.backoff = backoff;
    this.loop = Loop.of(threads, this::step);
  }

  /** Starts sending. */
  public static Reporter start(
      ControlPlane controlPlane, ReportSource source, Supplier<NodeFacts> facts, Clock clock) {
    return start(controlPlane, source, facts, clock, Threads.named("report"));
  }

  /** Starts sending on a thread of the factory. */
  public static Reporter start(
      ControlPlane controlPlane,
      ReportSource source,
      Supplier<NodeFacts> facts,
      Clock clock,
      ThreadFactory threads) {
    return begin(
        new Reporter(controlPlane, source, facts, clock, Backoff.ofSeconds(1, 5), threads));
  }

  static Reporter start(
      ControlPlane controlPlane,
      ReportSource source,
      Supplier<NodeFacts> facts,
      Clock clock,
      Backoff backoff) {
    return begin(
        new Reporter(controlPlane, source, facts, clock, backoff, Threads.named("report")));
  }

  private static Reporter begin(Reporter reporter) {
    reporter.source.onAppend(reporter.appended::raise);
    reporter.loop.start();
    return reporter;
  }

  /** Number of reports that were acknowledged since the start. */
  public long delivered() {
    return delivered.get();
  }

  private void step() throws InterruptedException {
    Duration untilHeartBeat = HEART_BEAT.minusNanos(System.nanoTime() - lastHeartBeat);
    boolean heartBeat = !untilHeartBeat.isPositive();
    // Asked before the outbox is read: what ends in between is told, and claimed by the next.
    Optional<Instant> endsKnown = heartBeat ? source.endsKnownUpTo() : Optional.empty();
    List<Report> reports = source.read(limit);
    if (reports.isEmpty() && !heartBeat) {
      appended.await(untilHeartBeat);
    } else {
      EndsTold told = endsKnown.map(upTo -> endsTold(reports, upTo)).orElse(null);
      NodeFacts node = heartBeat ? facts.get() : null;
      send(new ReportBatch(source.epoch(), clock.instant(), node, reports, told));
    }
  }

  /** Only when nothing waits behind this batch. */
  private @Nullable EndsTold endsTold(List<Report> reports, Instant upTo) {
    if (reports.size() >= limit) {
      return null;
    }
    long last = reports.isEmpty() ? source.acknowledged() : reports.getLast().sequence();
    return new EndsTold(last, upTo);
  }

  private void send(ReportBatch batch) throws InterruptedException {
    List<Report> reports = batch.reports();
    try {
      Acknowledgement answer = controlPlane.post(PATH, batch, Acknowledgement.class);
      if (batch.facts() != null) {
        lastHeartBeat = System.nanoTime();
      }
      acknowledged(reports, answer.sequence());
    } catch (IOException e) {
      failed(e.toString());
    } catch (GantryException e) {
      if (e.code() == ErrorCode.PAYLOAD_TOO_LARGE) {
        limit = Math.max(1, reports.size() / 2);
      }
      failed(e.toString());
    }
  }

  private void acknowledged(List<Report> reports, long sequence) throws InterruptedException {
    if (sequence < source.acknowledged()) {
      log.warn(
          "the control plane has reports up to {} only and had acknowledged {}: it was restored from"
              + " a backup; everything known here is told anew",
          sequence,
          source.acknowledged());
      source.tellAnew();
      return;
    }
    long taken = reports.stream().filter(told -> told.sequence() <= sequence).count();
    if (taken == 0 && !reports.isEmpty()) {
      failed("the control plane misses reports before " + reports.getFirst().sequence());
      return;
    }
    if (taken > 0) {
      delivered.addAndGet(taken);
      source.acknowledge(sequence);
    }
    if (failing) {
      log.info("reports are delivered again");
    }
    failing = false;
    limit = ReportBatch.MAXIMUM_REPORTS;
    backoff.reset();
  }

  private void failed(String cause) throws InterruptedException {
    if (!failing && !loop.isClosed()) {
      log.warn("reports cannot be delivered and wait on this node: {}", cause);
    }
    failing = true;
    backoff.await();
  }

  @Override
  public void close() {
    loop.close();
  }
}
