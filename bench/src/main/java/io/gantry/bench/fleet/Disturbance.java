package io.gantry.bench.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Ends of containers, cables that break for a second, and a tenth of the fleet cut off. */
final class Disturbance {
  private static final Duration FLAP = Duration.ofSeconds(1);
  private static final int PARTITIONED = 10;

  private final List<SimulatedNode> nodes;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final ScheduledExecutorService timer;

  Disturbance(List<SimulatedNode> nodes, ScheduledExecutorService timer) {
    this.nodes = nodes;
    this.timer = timer;
  }

  /** Puts all of it on the timer. */
  void begin(FleetPlan plan) {
    long time = plan.time().toMillis();
    if (plan.exitsPerSecond() > 0) {
      long pause = (long) (TimeUnit.SECONDS.toNanos(1) / plan.exitsPerSecond());
      var unused = timer.scheduleAtFixedRate(this::exit, pause, pause, TimeUnit.NANOSECONDS);
    }
    for (int flap = 0; flap < plan.flaps(); flap++) {
      long at = time * flap / plan.flaps();
      later(at, () -> cut(List.of(any()), FLAP));
    }
    if (plan.partition().isPositive()) {
      List<SimulatedNode> part = nodes.subList(0, Math.ceilDiv(nodes.size(), PARTITIONED));
      later(time / 3, () -> cut(part, plan.partition()));
    }
  }

  private void exit() {
    any().host().endOne(random);
  }

  private SimulatedNode any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void cut(List<SimulatedNode> part, Duration time) {
    part.forEach(node -> node.cable().cut());
    later(time.toMillis(), () -> part.forEach(node -> node.cable().mend()));
  }

  private void later(long milliseconds, Runnable work) {
    var unused = timer.schedule(work, milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Everybody is reached again. */
  void end() {
    nodes.forEach(node -> node.cable().mend());
  }
}
