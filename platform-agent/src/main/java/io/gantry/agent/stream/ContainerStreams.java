package io.gantry.agent.stream;

import static java.util.Map.entry;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.api.resource.StatsResource;
import io.gantry.engine.ContainerInspect;
import io.gantry.engine.Engine;
import io.gantry.engine.cgroup.ContainerStats;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The streams to one container. */
final class ContainerStreams {
  private final Engine engine;
  private final Clock clock;

  ContainerStreams(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  Map<Kind, StreamHandler> handlers() {
    return Map.ofEntries(
        entry(Kind.LOGS, new LogStream(this::logs)),
        entry(Kind.ATTACH, new AttachStream(this::attach)),
        entry(Kind.STATS, new Answers(this::stats)));
  }

  private LogReader logs(ContainerId container, LogOptions options) {
    ContainerInspect found = engine.inspect(container);
    return LogReader.open(
        found.config().spec().logging().driver(), found.config().logPath(), options, end(found));
  }

  /** Following a log goes on to the end of the newest run, or of the first one to come. */
  private CompletionStage<?> end(ContainerInspect found) {
    boolean started = found.record().run() > 0;
    if (started && !found.record().state().isActive()) {
      return CompletableFuture.completedFuture(null);
    }
    return engine.exit(found.id(), Math.max(1, found.record().run()));
  }

  private AttachSession attach(ContainerId container) {
    return engine.attach(container, DetachKeys.none());
  }

  private StatsResource stats(StreamRequest request, Parameters parameters) {
    ContainerId container = Required.container(request);
    ContainerStats stats = engine.stats(container);
    return new StatsResource(
        container,
        clock.instant(),
        stats.cpu(),
        stats.memoryBytes(),
        stats.memoryLimitBytes(),
        stats.pids(),
        stats.network().receivedBytes(),
        stats.network().sentBytes(),
        stats.blockReadBytes(),
        stats.blockWrittenBytes());
  }
}
