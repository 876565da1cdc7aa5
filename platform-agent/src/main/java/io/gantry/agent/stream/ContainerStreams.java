package io.gantry.agent.stream;

import static java.util.Map.entry;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.StreamRequest;
import io.gantry.api.node.StreamRequest.Kind;
import io.gantry.api.resource.StatsResource;
import io.gantry.engine.Engine;
import io.gantry.engine.cgroup.ContainerStats;
import io.gantry.engine.exec.AttachSession;
import io.gantry.engine.exec.DetachKeys;
import java.time.Clock;
import java.util.Map;

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
        entry(Kind.LOGS, new LogStream(engine::logs)),
        entry(Kind.ATTACH, new AttachStream(engine::init, this::attach)),
        entry(Kind.EXEC, new ExecStream(engine::exec)),
        entry(Kind.STATS, new Answers(this::stats)));
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
