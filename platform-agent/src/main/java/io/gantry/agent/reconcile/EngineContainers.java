package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Report.ContainerStatus;
import io.gantry.engine.ContainerInspect;
import io.gantry.engine.Engine;
import io.gantry.engine.lifecycle.RemoveOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's containers. */
final class EngineContainers implements Containers {
  private final Engine engine;
  private final ImageFetch images;
  private final SecretFetch secrets;

  EngineContainers(Engine engine, ImageFetch images, SecretFetch secrets) {
    this.engine = engine;
    this.images = images;
    this.secrets = secrets;
  }

  @Override
  public Optional<Observed> observe(ContainerId container) {
    return engine.find(container).map(EngineContainers::observed);
  }

  private static Observed observed(ContainerInspect found) {
    return new Observed(
        found.record().state(),
        found.record().run(),
        found.record().nextRestartAt() != null,
        found.config().spec());
  }

  @Override
  public void create(Assignment assignment) {
    images.require(assignment.tenant(), assignment.spec());
    secrets.during(assignment, () -> add(assignment));
  }

  private void add(Assignment assignment) {
    var unused =
        engine.create(
            assignment.tenant(), assignment.container(), assignment.name(), assignment.spec());
  }

  @Override
  public void start(ContainerId container, @Nullable String requestedBy) {
    engine.startWithDependencies(container);
  }

  @Override
  public void restart(
      ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy) {
    engine.restart(container, timeout, requestedBy);
  }

  @Override
  public void stop(
      ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy) {
    var unused = engine.stop(container, timeout, requestedBy);
  }

  @Override
  public void kill(ContainerId container, String signal, @Nullable String requestedBy) {
    engine.kill(container, signal, requestedBy);
  }

  @Override
  public void pause(ContainerId container) {
    engine.pause(container);
  }

  @Override
  public void unpause(ContainerId container) {
    engine.unpause(container);
  }

  @Override
  public void update(ContainerId container, ContainerSpec spec) {
    engine.update(container, spec);
  }

  @Override
  public void remove(ContainerId container, Decision.Remove how) {
    engine.remove(
        container, new RemoveOptions(how.force(), how.volumes(), how.timeout(), how.requestedBy()));
  }

  @Override
  public void forget(Assignment assignment) {
    if (!assignment.spec().secrets().isEmpty()) {
      secrets.release();
    }
  }

  @Override
  public void report(Assigned assigned) {
    boolean told = !assigned.progress().removed() && engine.announce(assigned.container());
    if (!told) {
      engine.outbox().append(withoutContainer(assigned));
    }
  }

  private static ContainerStatus withoutContainer(Assigned assigned) {
    return new ContainerStatus(
        assigned.container(),
        0,
        0,
        assigned.progress().removed(),
        ContainerState.CONFIGURED,
        0,
        null,
        null,
        null,
        0,
        null,
        false,
        null,
        List.of(),
        null,
        null);
  }
}
