package io.gantry.agent.assignment;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import io.gantry.api.node.Assignment.Kill;
import io.gantry.api.node.Assignment.Launch;
import org.jspecify.annotations.Nullable;

/** Builds assignments for tests. */
public final class Assignments {
  private ContainerId container = id(1);
  private long generation = 1;
  private ContainerSpec spec = ContainerSpec.builder("busybox").build();
  private @Nullable Launch launch;
  private @Nullable Kill kill;
  private boolean force;

  private final Goal goal;

  private Assignments(Goal goal) {
    this.goal = goal;
  }

  public static Assignments goal(Goal goal) {
    return new Assignments(goal);
  }

  public static ContainerId id(int number) {
    return new ContainerId(String.format("%064x", number));
  }

  public Assignments of(int number) {
    this.container = id(number);
    return this;
  }

  public Assignments generation(long value) {
    this.generation = value;
    return this;
  }

  public Assignments spec(ContainerSpec value) {
    this.spec = value;
    return this;
  }

  public Assignments launch(long number) {
    this.launch = new Launch(number, false, "ann");
    return this;
  }

  public Assignments restart(long number) {
    this.launch = new Launch(number, true, "ann");
    return this;
  }

  public Assignments kill(long number) {
    this.kill = new Kill(number, "HUP", "ann");
    return this;
  }

  public Assignments force() {
    this.force = true;
    return this;
  }

  public Assignment build() {
    return new Assignment(
        container,
        TenantId.DEFAULT,
        "name-" + container.shortId(),
        generation,
        goal,
        spec,
        launch,
        kill,
        null,
        force,
        false,
        "ann");
  }
}
