package io.gantry.bench.fleet;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.CreateContainer;
import io.gantry.bench.Samples;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** People who create, stop and remove containers meanwhile, ten calls a second each. */
final class Callers {
  private static final long PAUSE_MILLISECONDS = 100;

  private final ControlPlane controlPlane;
  private final Journal journal;
  private final List<SimulatedNode> nodes;
  private final AtomicLong number = new AtomicLong();
  private volatile boolean over;
  private final SharedSamples calls = new SharedSamples();
  private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();

  Callers(ControlPlane controlPlane, Journal journal, List<SimulatedNode> nodes) {
    this.controlPlane = controlPlane;
    this.journal = journal;
    this.nodes = nodes;
  }

  /** One person's work, over and over until the end. */
  void work() {
    RandomGenerator random = RandomGenerator.getDefault();
    try {
      while (!over) {
        one(nodes.get(random.nextInt(nodes.size())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void one(SimulatedNode node) throws InterruptedException {
    String name = "called-" + number.incrementAndGet();
    ContainerSpec spec = ContainerSpec.builder("invented:1").name(name).build();
    journal.wished(name);
    call(
        () ->
            controlPlane.post(
                ApiPath.of("containers"), new CreateContainer(spec, true, node.id())));
    call(() -> controlPlane.post(ApiPath.of("containers", name, "stop"), Map.of()));
    call(() -> controlPlane.delete(ApiPath.of("containers", name).with("force", true)));
  }

  private void call(Samples.Work work) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      work.run();
      calls.add(System.nanoTime() - begin);
    } catch (RequestFailed e) {
      refusals.add(e.getMessage());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a call failed by a defect of the benchmark", e);
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
  }

  /** Lets everybody finish what they are at. */
  void end() {
    over = true;
  }

  SharedSamples calls() {
    return calls;
  }

  List<String> refusals() {
    return List.copyOf(refusals);
  }
}
