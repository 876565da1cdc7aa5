package io.gantry.engine.image;

import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.SpooledArchive;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads what {@code docker save} writes: a list of images with the names of their parts. */
final class DockerArchive {
  static final String MANIFEST = "manifest.json";

  private DockerArchive() {}

  static List<ArchivedImage> read(SpooledArchive archive) {
    JsonNode list = Documents.parse("manifest.json", archive.read(MANIFEST, Documents.MAX_BYTES));
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode image : list) {
      images.add(image(archive, image));
    }
    return images;
  }

  private static ArchivedImage image(SpooledArchive archive, JsonNode image) {
    byte[] config = archive.read(image.path("Config").asString(""), Documents.MAX_BYTES);
    List<LayerSource> layers = new ArrayList<>();
    for (String layer : Documents.texts(image.path("Layers"))) {
      layers.add(() -> archive.open(layer));
    }
    List<ImageName> names =
        Documents.texts(image.path("RepoTags")).stream().map(ImageName::parse).toList();
    return new ArchivedImage(ConfigFile.parse(config), layers, names);
  }
}
