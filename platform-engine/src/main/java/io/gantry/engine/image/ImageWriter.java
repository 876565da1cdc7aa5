package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Sha256;
import io.gantry.engine.storage.Layer;
import io.gantry.engine.storage.LayerStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes images into an archive, their layers uncompressed as they came. */
final class ImageWriter {
  private final LayerStore layers;
  private final ArchiveOutput out;

  ImageWriter(LayerStore layers, ArchiveOutput out) {
    this.layers = layers;
    this.out = out;
  }

  /** As docker save does; each image under those of its names that were asked for. */
  void writeDockerArchive(Map<StoredImage, Set<String>> images) throws IOException {
    ArrayNode list = Documents.array();
    for (Map.Entry<StoredImage, Set<String>> image : images.entrySet()) {
      ConfigFile config = image.getKey().config();
      ObjectNode entry = list.addObject();
      entry.put("Config", config.id().hex() + ".json");
      ArrayNode names = entry.putArray("RepoTags");
      image.getValue().forEach(names::add);
      ArrayNode parts = entry.putArray("Layers");
      out.add(config.id().hex() + ".json", config.bytes());
      for (Digest diffId : config.layers()) {
        parts.add(diffId.hex() + ".tar");
        writeLayer(diffId.hex() + ".tar", layers.require(diffId));
      }
    }
    out.add(DockerArchive.MANIFEST, Documents.bytes(list));
  }

  /** As the OCI image layout says. */
  void writeOciLayout(Map<StoredImage, Set<String>> images) throws IOException {
    ObjectNode index = Documents.object().put("schemaVersion", 2);
    ArrayNode list = index.putArray("manifests");
    for (Map.Entry<StoredImage, Set<String>> image : images.entrySet()) {
      Manifest.Descriptor manifest = writeManifest(image.getKey().config());
      Set<String> names = image.getValue();
      if (names.isEmpty()) {
        list.add(manifest.toJson());
      }
      for (String name : names) {
        ObjectNode entry = manifest.toJson();
        entry.putObject("annotations").put(OciLayout.FULL_NAME, name).put(OciLayout.NAME, name);
        list.add(entry);
      }
    }
    out.add(OciLayout.INDEX, Documents.bytes(index));
    ObjectNode marker = Documents.object().put("imageLayoutVersion", "1.0.0");
    out.add(OciLayout.MARKER, Documents.bytes(marker));
  }

  private Manifest.Descriptor writeManifest(ConfigFile config) throws IOException {
    List<Manifest.Descriptor> parts = new ArrayList<>();
    for (Digest diffId : config.layers()) {
      Layer layer = layers.require(diffId);
      writeLayer(OciLayout.path(diffId), layer);
      parts.add(new Manifest.Descriptor(Manifest.LAYER_TYPE, diffId, layer.archiveBytes()));
    }
    Manifest.Descriptor configPart = Manifest.Descriptor.of(Manifest.CONFIG_TYPE, config.bytes());
    out.add(OciLayout.path(config.id()), config.bytes());
    byte[] manifest = new Manifest(configPart, parts).bytes();
    out.add(OciLayout.path(Sha256.of(manifest)), manifest);
    return Manifest.Descriptor.of(Manifest.MEDIA_TYPE, manifest);
  }

  private void writeLayer(String name, Layer layer) throws IOException {
    out.add(name, layer.archiveBytes(), part -> layers.writeArchive(layer.diffId(), part));
  }
}
