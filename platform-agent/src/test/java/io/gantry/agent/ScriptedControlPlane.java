package io.gantry.agent;

import com.sun.net.httpserver.HttpExchange;
import io.gantry.agent.testing.TinyControlPlane;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import io.gantry.api.node.WatchEvent;
import io.gantry.api.secret.SecretValues;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** A control plane that says what a test has it say and remembers what it hears. Thread-safe. */
final class ScriptedControlPlane implements AutoCloseable {
  private static final long BOOKMARK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TinyControlPlane server;
  private final List<WatchEvent> events = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();

  /** What every container is given. */
  volatile SecretValues secrets = new SecretValues(List.of());

  private ScriptedControlPlane(TinyControlPlane server) {
    this.server = server;
  }

  static ScriptedControlPlane start() throws IOException {
    ScriptedControlPlane controlPlane = new ScriptedControlPlane(TinyControlPlane.start());
    controlPlane
        .server
        .on(
            "/agent/v1/enrol",
            exchange -> TinyControlPlane.json(exchange, 200, new Enrolled("node-1", "node")))
        .on(
            "/agent/v1/containers/",
            exchange -> TinyControlPlane.json(exchange, 200, controlPlane.secrets))
        .on("/agent/v1/watch", controlPlane::watch)
        .on("/agent/v1/reports", controlPlane::take);
    return controlPlane;
  }

  URI uri() {
    return server.uri();
  }

  synchronized void tell(WatchEvent.Type type, List<Assignment> assignments) {
    events.add(new WatchEvent(type, events.size() + 1, assignments, null, null));
    notifyAll();
  }

  private void watch(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    long seen = query == null ? 0 : Long.parseLong(query.substring(query.indexOf('=') + 1));
    exchange.sendResponseHeaders(200, 0);
    OutputStream answer = exchange.getResponseBody();
    try {
      while (true) {
        WatchEvent event = next(seen);
        TinyControlPlane.line(answer, event);
        seen = event.resourceVersion();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What follows this version, or a bookmark after a while. */
  private synchronized WatchEvent next(long seen) throws InterruptedException {
    long end = System.nanoTime() + BOOKMARK_NANOS;
    for (long left = BOOKMARK_NANOS;
        events.size() <= seen && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return events.size() > seen
        ? events.get((int) seen)
        : new WatchEvent(WatchEvent.Type.BOOKMARK, seen, List.of(), null, null);
  }

  private void take(HttpExchange exchange) throws IOException {
    ReportBatch batch = TinyControlPlane.body(exchange, ReportBatch.class);
    long last;
    synchronized (this) {
      reports.addAll(batch.reports());
      last = reports.isEmpty() ? 0 : reports.getLast().sequence();
      notifyAll();
    }
    TinyControlPlane.json(exchange, 200, new Acknowledgement(last));
  }

  synchronized void forgetReports() {
    reports.clear();
  }

  ExitRecord awaitExit(ContainerId container, long run) throws InterruptedException {
    return await(
        report ->
            Optional.ofNullable(report.exit())
                .filter(exit -> exit.container().equals(container) && exit.run() == run));
  }

  /** The newest status that is as wanted, as soon as there is one. */
  ContainerStatus awaitStatus(ContainerId container, Predicate<ContainerStatus> wanted)
      throws InterruptedException {
    return await(
        report ->
            Optional.ofNullable(report.status())
                .filter(status -> status.container().equals(container))
                .filter(wanted));
  }

  private synchronized <T> T await(Function<Report, Optional<T>> wanted)
      throws InterruptedException {
    while (true) {
      Optional<T> found =
          reports.reversed().stream().flatMap(report -> wanted.apply(report).stream()).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      wait();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
