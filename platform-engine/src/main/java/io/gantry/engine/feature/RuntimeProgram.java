package io.gantry.engine.feature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The OCI runtime of an engine, as it told about itself when the engine opened.
 *
 * @param name what it calls itself, as {@code runc}
 * @param told whether it has listed its features; those of one that has not are known by its
 *     version
 */
public record RuntimeProgram(
    String name, String version, Path path, Set<RuntimeFeature> features, boolean told) {
  public RuntimeProgram {
    features = Set.copyOf(features);
  }

  /**
   * Returns if it has the feature.
   *
   * @throws GantryException UNSUPPORTED, naming the runtime and what to do
   */
  public void require(RuntimeFeature feature) {
    if (!features.contains(feature)) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED,
          "the runtime %s has no %s: %s, or open the engine with another runtime"
              .formatted(this, feature.words(), feature.remedy()));
    }
  }

  @Override
  public String toString() {
    return "%s %s (%s)".formatted(name, version, path);
  }
}
