package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.image.Digest;
import java.util.List;

/**
 * What an archive says of its container; a claim of whoever wrote it, no more.
 *
 * @param name what it was called
 * @param spec what it was made of; names of secrets are in it, and never what they hold
 * @param layers of its image, which the container made of the archive must have too
 * @param volumes destinations of its volumes, in the order of their archives
 * @param preDump whether only memory written ahead is in it, which cannot be restored
 */
public record ArchivedContainer(
    String name, ContainerSpec spec, List<Digest> layers, List<String> volumes, boolean preDump) {
  public ArchivedContainer {
    layers = layers == null ? List.of() : List.copyOf(layers);
    volumes = volumes == null ? List.of() : List.copyOf(volumes);
  }
}
