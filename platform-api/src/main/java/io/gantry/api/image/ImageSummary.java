package io.gantry.api.image;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in a node's store.
 *
 * @param id digest of its configuration
 * @param names references that point to it, in one tenant
 * @param sizeBytes unpacked size of all layers
 */
public record ImageSummary(
    Digest id, List<String> names, long sizeBytes, @Nullable Instant createdAt, int layers) {
  public ImageSummary {
    names = names == null ? List.of() : List.copyOf(names);
  }
}
