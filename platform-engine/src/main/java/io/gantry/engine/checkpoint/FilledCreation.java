package io.gantry.engine.checkpoint;

import io.gantry.engine.state.ContainerConfig;
import java.util.function.Consumer;

/** Makes containers with something in their directories, checked as any other. */
@FunctionalInterface
public interface FilledCreation {

  /**
   * Makes one.
   *
   * @param container with name and spec
   * @param filling puts something into its directories; after a failure nothing of it stays
   * @throws io.gantry.api.error.GantryException CONTAINER_EXISTS, and all of a creation
   */
  ContainerConfig create(NewContainer container, Consumer<ContainerConfig> filling);
}
