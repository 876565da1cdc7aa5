package io.gantry.agent;

import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.identity.Enrol;
import io.gantry.agent.identity.NodeCredential;
import io.gantry.agent.identity.NodeIdentity;
import io.gantry.agent.identity.NodeKey;
import io.gantry.agent.observe.AgentMetrics;
import io.gantry.agent.observe.Health;
import io.gantry.agent.observe.ObserveServer;
import io.gantry.agent.reconcile.Ceiling;
import io.gantry.agent.reconcile.Reconciler;
import io.gantry.agent.report.EngineReports;
import io.gantry.agent.report.FactsReader;
import io.gantry.agent.report.Reporter;
import io.gantry.agent.stream.Streams;
import io.gantry.agent.watch.Watch;
import io.gantry.engine.Engine;
import io.gantry.engine.image.ImageSources;
import io.gantry.engine.image.ImageSourcesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running agent: its parts put together, started in the order in which they need each other and
 * closed the other way round. Closing leaves the containers running.
 */
final class HostAgent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HostAgent.class);

  private static final String REGISTRIES = "registries.json";

  private final Owned owned = new Owned();
  private final Clock clock = Clock.systemUTC();
  private final Directories directories;

  private HostAgent(Directories directories) {
    this.directories = directories;
  }

  /** Starts everything; returns when the agent works, the control plane reachable or not. */
  static HostAgent start(Directories directories, Server server, int metricsPort)
      throws IOException, InterruptedException {
    HostAgent agent = new HostAgent(directories);
    boolean started = false;
    try {
      agent.run(server, metricsPort);
      started = true;
      return agent;
    } finally {
      if (!started) {
        agent.close();
      }
    }
  }

  private void run(Server server, int metricsPort) throws IOException, InterruptedException {
    directories.make();
    Path home = directories.home;
    owned.add("lock", HomeLock.take(home));
    Ceiling ceiling = Ceiling.load(home);
    ImageSources sources = ImageSourcesFile.read(home.resolve(REGISTRIES));
    FactsReader facts = new FactsReader(home, Programs.versions(), ceiling.flags());
    NodeIdentity identity = enrol(server, facts);
    Engine engine =
        owned.add("engine", Engine.open(directories.engine().withImageSources(sources)));
    ControlPlane controlPlane =
        owned.add(
            "client",
            ControlPlane.signed(
                server.uri, new NodeCredential(identity, NodeKey.loadOrMake(home)), clock));
    AssignmentStore store =
        owned.add("assignments", AssignmentStore.open(home.resolve("agent.sqlite")));
    EngineReports reports = new EngineReports(engine, store);
    Reconciler reconciler =
        owned.add(
            "reconciler",
            Reconciler.of(store, controlPlane, engine, ceiling, reports::imagesChanged));
    Streams streams =
        owned.add("streams", Streams.of(controlPlane, engine, clock, reports::imagesChanged));
    Reporter reporter = owned.add("reporter", Reporter.start(controlPlane, reports, facts, clock));
    reconciler.wakeAll();
    Watch watch =
        owned.add(
            "watch", Watch.start(controlPlane, new AssignmentListener(store, reconciler, streams)));
    AgentMetrics metrics =
        new AgentMetrics()
            .gauge(
                "gantry.agent.assignments",
                "Containers given to this node",
                () -> store.containers().size())
            .gauge("gantry.agent.streams", "Streams served right now", streams::open)
            .gauge(
                "gantry.agent.watching",
                "1 while the control plane is heard",
                () -> watch.isConnected() ? 1 : 0)
            .counter(
                "gantry.agent.reports.delivered",
                "Reports acknowledged since the start",
                reporter::delivered);
    owned.add(
        "observe",
        ObserveServer.start(
            metricsPort,
            () -> Health.up(identity.name(), watch.isConnected(), store.containers().size()),
            metrics::scrape));
    log.info("agent works node={} name={}", identity.nodeId(), identity.name());
  }

  private NodeIdentity enrol(Server server, FactsReader facts)
      throws IOException, InterruptedException {
    try (ControlPlane unsigned = ControlPlane.unsigned(server.uri, clock)) {
      return new Enrol(directories.home, unsigned, server.uri.toString())
          .identity(server.tokenFile, server.name, facts.get());
    }
  }

  @Override
  public void close() {
    log.info("agent ends; containers go on");
    owned.close();
  }
}
