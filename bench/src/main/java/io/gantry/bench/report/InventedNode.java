package io.gantry.bench.report;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.identity.Enrol;
import io.gantry.agent.identity.NodeCredential;
import io.gantry.agent.identity.NodeIdentity;
import io.gantry.agent.identity.NodeKey;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerState;
import io.gantry.api.node.NodeFacts;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.api.node.ReportBatch;
import io.gantry.api.node.ReportBatch.Acknowledgement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A node without a host: it enrols as a real one and tells whatever it likes. One thread's. */
final class InventedNode implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final long MEMORY = 1L << 33;

  private final NodeIdentity identity;
  private final ControlPlane controlPlane;
  private final String epoch = UUID.randomUUID().toString();
  private long sequence;

  private InventedNode(NodeIdentity identity, ControlPlane controlPlane) {
    this.identity = identity;
    this.controlPlane = controlPlane;
  }

  static InventedNode enrol(Path home, String server, String token)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    Path tokenFile = Files.writeString(home.resolve("token"), token);
    URI address = URI.create(server);
    try (ControlPlane unsigned = ControlPlane.unsigned(address, CLOCK)) {
      NodeIdentity identity =
          new Enrol(home, unsigned, server)
              .identity(tokenFile, home.getFileName().toString(), facts());
      NodeCredential credential = new NodeCredential(identity, NodeKey.loadOrMake(home));
      return new InventedNode(identity, ControlPlane.signed(address, credential, CLOCK));
    }
  }

  private static NodeFacts facts() {
    return new NodeFacts(
        "invented", "amd64", 8, MEMORY, MEMORY, MEMORY, "v2", Map.of(), Map.of(), null);
  }

  String id() {
    return identity.nodeId();
  }

  /** Tells a state of each container in one batch and waits until it is durable. */
  void tell(List<String> containers) throws IOException, InterruptedException {
    List<Report> reports = new ArrayList<>();
    for (String container : containers) {
      sequence++;
      reports.add(new Report(sequence, CLOCK.instant(), status(container), null, null, null));
    }
    Acknowledgement acknowledged =
        controlPlane.post(
            "/agent/v1/reports",
            new ReportBatch(
                epoch, CLOCK.instant(), sequence == reports.size() ? facts() : null, reports, null),
            Acknowledgement.class);
    if (acknowledged.sequence() != sequence) {
      throw new IOException("told up to " + sequence + ", acknowledged " + acknowledged);
    }
  }

  private ContainerStatus status(String container) {
    return new ContainerStatus(
        new ContainerId(container),
        1,
        1,
        false,
        sequence % 2 == 0 ? ContainerState.RUNNING : ContainerState.CREATED,
        1,
        null,
        CLOCK.instant(),
        null,
        0,
        null,
        false,
        null,
        List.of(),
        null,
        null);
  }

  @Override
  public void close() {
    controlPlane.close();
  }
}
