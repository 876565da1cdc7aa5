package io.gantry.agent.report;

import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.engine.Engine;
import io.gantry.engine.image.Images;
import io.gantry.engine.state.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The engine's outbox, and what the agent adds to it: the engine knows nothing of assignments, so
 * each status gets the progress of its assignment when it is read. Thread-safe.
 */
public final class EngineReports implements ReportSource {
  private final Engine engine;
  private final Outbox outbox;
  private final Images images;
  private final AssignmentStore store;

  public EngineReports(Engine engine, AssignmentStore store) {
    this.engine = engine;
    this.outbox = engine.outbox();
    this.images = engine.images();
    this.store = store;
  }

  @Override
  public String epoch() {
    return outbox.epoch();
  }

  @Override
  public List<Report> read(int limit) {
    return outbox.read(0, limit).stream().map(this::complete).toList();
  }

  @Override
  public Optional<Instant> endsKnownUpTo() {
    return engine.endsKnownUpTo();
  }

  private Report complete(Report report) {
    ContainerStatus status = report.status();
    if (status == null) {
      return report;
    }
    return store
        .find(status.container())
        .map(assigned -> Statuses.with(assigned.progress(), status))
        .map(completed -> new Report(report.sequence(), report.at(), completed, null, null, null))
        .orElse(report);
  }

  @Override
  public void acknowledge(long sequence) {
    outbox.acknowledge(sequence);
  }

  @Override
  public long acknowledged() {
    return outbox.acknowledged();
  }

  @Override
  public void tellAnew() {
    outbox.tellAnew();
    store.listAnew();
  }

  @Override
  public void onAppend(Runnable listener) {
    outbox.onAppend(listener);
  }

  /** Tells which images a tenant has here now. */
  public void imagesChanged(TenantId tenant) {
    outbox.append(new Report.Images(tenant, images.list(tenant)));
  }
}
