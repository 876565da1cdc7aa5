package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An image whose layers are all here and that is about to be recorded.
 *
 * @param manifest digest of the manifest it came with
 */
record NewImage(ConfigFile config, @Nullable Digest manifest, long sizeBytes) {
  Digest id() {
    return config.id();
  }

  @Nullable String manifestText() {
    return manifest == null ? null : manifest.value();
  }
}
