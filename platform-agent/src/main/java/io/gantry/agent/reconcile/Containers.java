package io.gantry.agent.reconcile;

import io.gantry.agent.assignment.Assigned;
import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Assignment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What reconciling needs of the engine. Each act is durable when it returns and throws a {@link
 * GantryException} when it could not be done; asking for what is already so is success.
 */
interface Containers {
  Optional<Observed> observe(ContainerId container);

  /** Fetches the image as the pull policy says and stores the container. */
  void create(Assignment assignment);

  void start(ContainerId container, @Nullable String requestedBy);

  void restart(ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy);

  void stop(ContainerId container, @Nullable Duration timeout, @Nullable String requestedBy);

  void kill(ContainerId container, String signal, @Nullable String requestedBy);

  void pause(ContainerId container);

  void unpause(ContainerId container);

  void update(ContainerId container, ContainerSpec spec);

  void remove(ContainerId container, Decision.Remove how);

  /** Lets go of what was on the node for a container that is gone, as its progress says. */
  void forget(Assignment assignment);

  /** Has the container's status reported; the progress of its assignment goes with it. */
  void report(Assigned assigned);
}
