package io.gantry.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.testing.TinyControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.resource.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** What was asked for by the connections, in order. */
  private final BlockingQueue<String> connections = new LinkedBlockingQueue<>();

  private final Listener listener = new Listener();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final List<Watch> started = new ArrayList<>();
  private TinyControlPlane server;
  private ControlPlane client;

  @BeforeEach
  void start() throws IOException {
    server = TinyControlPlane.start();
    client = ControlPlane.signed(server.uri(), now -> "Bearer test", Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    started.forEach(Watch::close);
    testOver.countDown();
    client.close();
    server.close();
  }

  private Watch watch(Duration longestSilence) {
    Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), new Random(1));
    Watch watch = Watch.start(client, listener, longestSilence, backoff);
    started.add(watch);
    return watch;
  }

  /** Serves the lines of the connection's number, then stays silent or ends. */
  private void serve(boolean stayOpen, String... lines) {
    server.on(
        "/agent/v1/watch",
        exchange -> {
          connections.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, 0);
          OutputStream answer = exchange.getResponseBody();
          for (String line : lines) {
            TinyControlPlane.line(answer, line);
          }
          if (stayOpen) {
            awaitEndOfTest();
          }
        });
  }

  private void awaitEndOfTest() {
    try {
      testOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void handsEventsOnInOrder() throws InterruptedException {
    serve(
        true,
        "{\"type\":\"LIST\",\"resourceVersion\":7,\"assignments\":[]}",
        "{\"type\":\"BOOKMARK\",\"resourceVersion\":9}");

    Watch watch = watch(LONG);
    assertThat(listener.next().type()).isEqualTo(WatchEvent.Type.LIST);
    assertThat(listener.next().resourceVersion()).isEqualTo(9);
    assertThat(watch.isConnected()).isTrue();
  }

  @Test
  void connectsAgainWhereItWas() throws InterruptedException {
    serve(false, "{\"type\":\"BOOKMARK\",\"resourceVersion\":9}");

    watch(LONG);
    assertThat(connections.take()).isEqualTo("/agent/v1/watch");
    assertThat(connections.take()).isEqualTo("/agent/v1/watch?resourceVersion=9");
  }

  @Test
  void leavesAConnectionWhenTheWholeListIsWanted() throws InterruptedException {
    listener.wantsList = true;
    serve(true, "{\"type\":\"BOOKMARK\",\"resourceVersion\":3}");

    watch(LONG);
    assertThat(connections.take()).isEqualTo("/agent/v1/watch");
    assertThat(connections.take()).startsWith("/agent/v1/watch");
  }

  @Test
  void leavesAConnectionThatFellSilent() throws InterruptedException {
    serve(true, "{\"type\":\"BOOKMARK\",\"resourceVersion\":3}");

    watch(Duration.ofMillis(200));
    assertThat(connections.take()).isEqualTo("/agent/v1/watch");
    assertThat(connections.take()).isEqualTo("/agent/v1/watch?resourceVersion=3");
  }

  @Test
  void ignoresKindsOfEventsAndFieldsItDoesNotKnow() throws InterruptedException {
    serve(
        true,
        "{\"type\":\"FUTURE\",\"resourceVersion\":4}",
        "{\"type\":\"BOOKMARK\",\"resourceVersion\":5,\"mood\":\"fine\"}");

    watch(LONG);
    assertThat(listener.next().resourceVersion()).isEqualTo(5);
  }

  @Test
  void connectsAnewAfterALineThatIsNoEvent() throws InterruptedException {
    serve(false, "{\"type\":\"BOOKMARK\",\"resourceVersion\":5}", "{\"type\":");

    watch(LONG);
    connections.take();
    assertThat(connections.take()).isEqualTo("/agent/v1/watch?resourceVersion=5");
  }

  @Test
  void asksForTheWholeListWhenItsVersionIsNoLongerKept() throws InterruptedException {
    listener.version = 12;
    Problem problem =
        new Problem(
            "about:blank",
            "Gone",
            410,
            "version 12 is not kept",
            ErrorCode.RESOURCE_VERSION_TOO_OLD,
            null,
            null,
            null,
            Map.of());
    server.on(
        "/agent/v1/watch",
        exchange -> {
          connections.add(exchange.getRequestURI().toString());
          TinyControlPlane.json(exchange, 410, problem);
        });

    watch(LONG);
    assertThat(connections.take()).isEqualTo("/agent/v1/watch?resourceVersion=12");
    assertThat(connections.take()).isEqualTo("/agent/v1/watch");
  }

  @Test
  void signsEachRequest() throws InterruptedException {
    serve(false);

    watch(LONG);
    connections.take();
    connections.take();
    assertThat(server.authorizations).startsWith("Bearer test", "Bearer test");
  }

  private static final class Listener implements WatchListener {
    final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    volatile long version;
    volatile boolean wantsList;

    WatchEvent next() throws InterruptedException {
      return Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event came");
    }

    @Override
    public long resourceVersion() {
      return version;
    }

    @Override
    public boolean wantsList() {
      return wantsList;
    }

    @Override
    public void accept(WatchEvent event) {
      version = event.resourceVersion();
      events.add(event);
    }
  }
}
