package io.gantry.fleet.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.UpdateContainer;
import org.springframework.stereotype.Component;

/** Applies an update to a spec; absent fields stay as they are. */
@Component
class SpecUpdate {
  ContainerSpec apply(ContainerSpec spec, UpdateContainer update) {
    ContainerSpec.Builder builder = spec.toBuilder();
    if (update.labels() != null) {
      builder.labels(update.labels());
    }
    if (update.restart() != null) {
      builder.restart(update.restart());
    }
    if (update.resources() != null) {
      builder.resources(update.resources());
    }
    if (update.stop() != null) {
      builder.stop(update.stop());
    }
    return InvalidSpec.translate(builder::build);
  }
}
