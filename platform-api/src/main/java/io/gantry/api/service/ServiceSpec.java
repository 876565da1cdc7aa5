package io.gantry.api.service;

import io.gantry.api.container.ContainerSpec;
import org.jspecify.annotations.Nullable;

/**
 * A service as its user wants it.
 *
 * @param container what each replica is; without a name or automatic removal, as the service names
 *     and removes its containers
 * @param node name or id of the node its containers must run on; absent lets the fleet choose
 * @param replicas how many, 0 to 1000; absent is 1
 * @param rollout how they are replaced when the container changes
 */
public record ServiceSpec(
    ContainerSpec container, @Nullable String node, Integer replicas, RolloutSpec rollout) {
  private static final int MOST_REPLICAS = 1_000;

  public ServiceSpec(
      ContainerSpec container,
      @Nullable String node,
      @Nullable Integer replicas,
      @Nullable RolloutSpec rollout) {
    this.container = container;
    this.node = node;
    this.replicas = replicas == null ? 1 : replicas;
    this.rollout = rollout == null ? RolloutSpec.DEFAULT : rollout;
    if (container == null) {
      throw new IllegalArgumentException("container is needed");
    }
    if (container.name() != null || container.autoRemove()) {
      throw new IllegalArgumentException(
          "container.name and container.autoRemove are left out: the service names and removes");
    }
    if (this.replicas < 0 || this.replicas > MOST_REPLICAS) {
      throw new IllegalArgumentException("replicas is between 0 and " + MOST_REPLICAS);
    }
  }

  /** The same with what a change says; what it leaves out stays. */
  public ServiceSpec with(
      @Nullable ContainerSpec otherContainer,
      @Nullable Integer otherReplicas,
      @Nullable RolloutSpec otherRollout) {
    return new ServiceSpec(
        otherContainer == null ? container : otherContainer,
        node,
        otherReplicas == null ? replicas : otherReplicas,
        otherRollout == null ? rollout : otherRollout);
  }
}
