package io.gantry.engine.image;

import io.gantry.engine.image.registry.Registries;
import io.gantry.engine.image.signature.TrustPolicy;

/** Where the node's owner lets images come from, and whose he takes. */
public record ImageSources(Registries registries, TrustPolicy trust) {
  /** Every registry, and everybody's. */
  public static final ImageSources DEFAULT =
      new ImageSources(Registries.DEFAULT, TrustPolicy.DEFAULT);
}
