package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageDetail;
import io.gantry.api.image.ImageSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image as one tenant has it.
 *
 * @param manifest digest of the manifest the tenant got it with, if from a registry
 * @param names the tenant's references to it
 */
record StoredImage(
    ConfigFile config, @Nullable Digest manifest, List<String> names, long sizeBytes) {
  StoredImage {
    names = List.copyOf(names);
  }

  Digest id() {
    return config.id();
  }

  ImageSummary summary() {
    return new ImageSummary(id(), names, sizeBytes, config.createdAt(), config.layers().size());
  }

  ImageDetail detail() {
    return new ImageDetail(
        id(),
        manifest,
        names,
        config.config(),
        config.layers(),
        config.architecture(),
        config.os(),
        config.createdAt(),
        sizeBytes);
  }
}
