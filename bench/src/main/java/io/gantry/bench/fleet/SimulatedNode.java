package io.gantry.bench.fleet;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.identity.Enrol;
import io.gantry.agent.identity.NodeCredential;
import io.gantry.agent.identity.NodeIdentity;
import io.gantry.agent.identity.NodeKey;
import io.gantry.agent.report.Reporter;
import io.gantry.agent.watch.Watch;
import io.gantry.api.node.NodeFacts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** An agent with a simulated host: its identity, watch and reporter are those of the product. */
final class SimulatedNode implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("node-", 1).factory();
  private static final long MEMORY = 1L << 36;
  private static final int PROCESSORS = 64;

  private final NodeIdentity identity;
  private final Cable cable;
  private final SimulatedHost host;
  private final ControlPlane controlPlane;
  private final Reporter reporter;
  private final Watch watch;

  private SimulatedNode(
      NodeIdentity identity, Cable cable, SimulatedHost host, ControlPlane controlPlane) {
    this.identity = identity;
    this.cable = cable;
    this.host = host;
    this.controlPlane = controlPlane;
    this.reporter =
        Reporter.start(controlPlane, host, () -> facts(identity.name()), CLOCK, THREADS);
    this.watch = Watch.start(controlPlane, host, THREADS);
  }

  /** Makes a node of the name of the directory, which gets its key and identity. */
  static NodeIdentity enrol(Path home, URI server, String token, HttpClient http)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    Path tokenFile = Files.writeString(home.resolve("token"), token);
    String name = home.getFileName().toString();
    ControlPlane unsigned = ControlPlane.over(http, server, null, CLOCK);
    return new Enrol(home, unsigned, server.toString()).identity(tokenFile, name, facts(name));
  }

  /** The agent of an enrolled node begins to work. */
  static SimulatedNode start(Path home, HttpClient http, Journal journal) throws IOException {
    NodeIdentity identity = NodeIdentity.load(home).orElseThrow();
    NodeCredential credential = new NodeCredential(identity, NodeKey.loadOrMake(home));
    Cable cable = new Cable(http);
    URI server = URI.create(identity.server());
    return new SimulatedNode(
        identity,
        cable,
        new SimulatedHost(journal, CLOCK, cable::isCut),
        ControlPlane.over(cable, server, credential, CLOCK));
  }

  private static NodeFacts facts(String name) {
    Map<String, String> versions =
        Map.of("agent", "0.1.0", "runc", "1.1.5", "conmon", "2.1.6", "kernel", "6.1.0");
    return new NodeFacts(
        name, "amd64", PROCESSORS, MEMORY, MEMORY, MEMORY, "v2", versions, Map.of(), name);
  }

  String id() {
    return identity.nodeId();
  }

  SimulatedHost host() {
    return host;
  }

  Cable cable() {
    return cable;
  }

  /** Breaks its connections; they are made anew. */
  void flap() {
    cable.cut();
    cable.mend();
  }

  @Override
  public void close() {
    cable.cut();
    reporter.close();
    watch.close();
    controlPlane.close();
  }
}
