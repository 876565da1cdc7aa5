package io.gantry.agent.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamRequest;

/** Parts of a stream request that its kind needs. */
final class Required {
  private Required() {}

  static ContainerId container(StreamRequest request) {
    ContainerId container = request.container();
    if (container == null) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "a stream of " + request.kind() + " needs a container");
    }
    return container;
  }
}
