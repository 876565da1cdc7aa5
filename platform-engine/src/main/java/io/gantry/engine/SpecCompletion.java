package io.gantry.engine;

import io.gantry.engine.hooks.Hooks;
import io.gantry.engine.state.ContainerConfig;
import tools.jackson.databind.node.ObjectNode;

/** What others than the container's user add to its runtime spec, in this order (OCISPEC-10). */
record SpecCompletion(Hooks hooks) {

  ObjectNode complete(ContainerConfig config, ObjectNode spec) {
    return hooks.apply(config, spec);
  }
}
