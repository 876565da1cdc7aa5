package io.gantry.engine.image;

import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.storage.LayerSource;
import java.util.List;

/**
 * An image found in an archive, its layers not looked at yet.
 *
 * @param names what the archive calls it; may be empty
 */
record ArchivedImage(ConfigFile config, List<LayerSource> layers, List<ImageName> names) {
  ArchivedImage {
    layers = List.copyOf(layers);
    names = List.copyOf(names);
  }
}
