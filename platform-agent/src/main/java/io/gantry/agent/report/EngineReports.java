package io.gantry.agent.report;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.engine.image.Images;
import io.gantry.engine.state.Outbox;
import java.util.List;

/** The engine's outbox, and what the agent adds to it. Thread-safe. */
public final class EngineReports implements ReportSource {
  private final Outbox outbox;
  private final Images images;

  public EngineReports(Outbox outbox, Images images) {
    this.outbox = outbox;
    this.images = images;
  }

  @Override
  public String epoch() {
    return outbox.epoch();
  }

  @Override
  public List<Report> read(int limit) {
    return outbox.read(0, limit);
  }

  @Override
  public void acknowledge(long sequence) {
    outbox.acknowledge(sequence);
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
