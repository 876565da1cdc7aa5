package io.gantry.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.testing.TinyControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.NodeFacts;
import io.gantry.api.node.Report;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.node.ReportBatch.EndsTold;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReporterTest {
  private static final NodeFacts FACTS =
      new NodeFacts("host", "amd64", 2, 1, 1, 1, "v2", Map.of(), Map.of(), null);

  private static final Instant ENDS_KNOWN = Instant.parse("2026-11-24T10:00:00Z");

  private final BlockingQueue<ReportBatch> batches = new LinkedBlockingQueue<>();
  private final AtomicLong taken = new AtomicLong();
  private final Waiting waiting = new Waiting();
  private final List<Reporter> started = new ArrayList<>();
  private TinyControlPlane server;
  private ControlPlane client;

  @BeforeEach
  void start() throws IOException {
    server = TinyControlPlane.start();
    client = ControlPlane.signed(server.uri(), now -> "Bearer test", Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    started.forEach(Reporter::close);
    client.close();
    server.close();
  }

  private Reporter reporter() {
    Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), new Random(1));
    Reporter reporter = Reporter.start(client, waiting, () -> FACTS, Clock.systemUTC(), backoff);
    started.add(reporter);
    return reporter;
  }

  private void acknowledgeEverything() {
    server.on(
        "/agent/v1/reports",
        exchange -> {
          ReportBatch batch = TinyControlPlane.body(exchange, ReportBatch.class);
          batches.add(batch);
          batch.reports().forEach(report -> taken.set(report.sequence()));
          TinyControlPlane.json(exchange, 200, new Acknowledgement(taken.get()));
        });
  }

  @Test
  void beginsWithAHeartBeatThatTellsTheFacts() throws InterruptedException {
    acknowledgeEverything();

    reporter();
    ReportBatch first = batches.take();

    assertThat(first.facts()).isEqualTo(FACTS);
    assertThat(first.epoch()).isEqualTo("epoch");
    assertThat(first.reports()).isEmpty();
  }

  @Test
  void sendsWhatIsAddedAtOnceAndForgetsWhatIsAcknowledged() throws InterruptedException {
    acknowledgeEverything();

    reporter();
    batches.take();
    waiting.add(3);
    ReportBatch batch = batches.take();

    assertThat(batch.facts()).isNull();
    assertThat(batch.reports()).extracting(Report::sequence).containsExactly(1L, 2L, 3L);
    waiting.awaitEmpty();
  }

  @Test
  void cutsALongOutboxIntoBatches() throws InterruptedException {
    acknowledgeEverything();
    waiting.add(1100);

    Reporter reporter = reporter();
    assertThat(batches.take().reports()).hasSize(500);
    assertThat(batches.take().reports()).hasSize(500);
    assertThat(batches.take().reports()).hasSize(100);
    waiting.awaitEmpty();
    assertThat(reporter.delivered()).isEqualTo(1100);
  }

  @Test
  void repeatsABatchUntilItIsAcknowledged() throws InterruptedException {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        "/agent/v1/reports",
        exchange -> {
          ReportBatch batch = TinyControlPlane.body(exchange, ReportBatch.class);
          batches.add(batch);
          if (requests.incrementAndGet() < 3) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            TinyControlPlane.json(exchange, 200, new Acknowledgement(2));
          }
        });
    waiting.add(2);

    reporter();
    for (int i = 0; i < 3; i++) {
      assertThat(batches.take().reports()).extracting(Report::sequence).containsExactly(1L, 2L);
    }
    waiting.awaitEmpty();
  }

  @Test
  void tellsEverythingAnewToAControlPlaneThatForgotWhatItHad() throws InterruptedException {
    server.on(
        "/agent/v1/reports",
        exchange -> {
          ReportBatch batch = TinyControlPlane.body(exchange, ReportBatch.class);
          boolean restored = batch.epoch().equals("epoch");
          TinyControlPlane.json(
              exchange,
              200,
              new Acknowledgement(
                  restored || batch.reports().isEmpty()
                      ? 40
                      : batch.reports().getLast().sequence()));
        });
    waiting.add(100);
    waiting.acknowledge(100);
    waiting.add(3);

    reporter();

    waiting.awaitEmpty();
    assertThat(waiting.epoch()).isEqualTo("new epoch");
    assertThat(waiting.acknowledged()).isEqualTo(103);
  }

  @Test
  void sendsSmallerBatchesWhenTheyAreTooLarge() throws InterruptedException {
    server.on(
        "/agent/v1/reports",
        exchange -> {
          ReportBatch batch = TinyControlPlane.body(exchange, ReportBatch.class);
          if (batch.reports().size() > 100) {
            exchange.sendResponseHeaders(413, -1);
          } else {
            TinyControlPlane.json(
                exchange, 200, new Acknowledgement(batch.reports().getLast().sequence()));
          }
        });
    waiting.add(300);

    reporter();
    waiting.awaitEmpty();
  }

  @Test
  void doesNotSayThatAllEndsAreToldWhileOneWaits() throws InterruptedException {
    acknowledgeEverything();
    waiting.add(501);

    reporter();
    ReportBatch full = batches.take();

    assertThat(full.facts()).isNotNull();
    assertThat(full.reports()).hasSize(500);
    assertThat(full.endsTold()).isNull();
  }

  @Test
  void saysHowFarTheEndsAreToldWithAHeartBeat() throws InterruptedException {
    acknowledgeEverything();
    waiting.add(3);

    reporter();

    assertThat(batches.take().endsTold()).isEqualTo(new EndsTold(3, ENDS_KNOWN));
  }

  /** Reports in memory. */
  private static final class Waiting implements ReportSource {
    private final List<Report> reports = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private String epoch = "epoch";
    private long acknowledged;
    private long last;

    void add(int number) {
      synchronized (this) {
        for (int i = 0; i < number; i++) {
          reports.add(
              new Report(
                  ++last,
                  Instant.EPOCH,
                  null,
                  null,
                  new Report.Event(TenantId.DEFAULT, null, "start", null),
                  null));
        }
      }
      listeners.forEach(Runnable::run);
    }

    synchronized void awaitEmpty() throws InterruptedException {
      while (!reports.isEmpty()) {
        wait(20_000);
      }
    }

    @Override
    public synchronized String epoch() {
      return epoch;
    }

    @Override
    public synchronized long acknowledged() {
      return acknowledged;
    }

    @Override
    public synchronized void tellAnew() {
      epoch = "new epoch";
      acknowledged = 0;
    }

    @Override
    public synchronized List<Report> read(int limit) {
      return List.copyOf(reports.subList(0, Math.min(limit, reports.size())));
    }

    @Override
    public Optional<Instant> endsKnownUpTo() {
      return Optional.of(ENDS_KNOWN);
    }

    @Override
    public synchronized void acknowledge(long sequence) {
      reports.removeIf(report -> report.sequence() <= sequence);
      acknowledged = sequence;
      notifyAll();
    }

    @Override
    public void onAppend(Runnable listener) {
      listeners.add(listener);
    }
  }
}
