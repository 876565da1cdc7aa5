package io.gantry.engine.image.document;

import io.gantry.api.image.Digest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an image consists of, by digest: an OCI manifest or Docker's, which say it alike.
 *
 * @param layers as they are transferred, compressed or not; the lowest first
 */
public record Manifest(Descriptor config, List<Descriptor> layers) {
  public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
  public static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  public static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

  /** Something by its content. */
  public record Descriptor(String mediaType, Digest digest, long size) {
    public static Descriptor of(String mediaType, byte[] content) {
      return new Descriptor(mediaType, Sha256.of(content), content.length);
    }

    public static Descriptor parse(JsonNode node) {
      long size = node.path("size").asLong(-1);
      if (size < 0) {
        throw ImageInvalid.because("its manifest names something without a size");
      }
      return new Descriptor(
          node.path("mediaType").asString(""), Documents.digest(node.path("digest")), size);
    }

    public ObjectNode toJson() {
      return Documents.object()
          .put("mediaType", mediaType)
          .put("digest", digest.value())
          .put("size", size);
    }
  }

  public Manifest {
    layers = List.copyOf(layers);
  }

  public static Manifest parse(byte[] content) {
    JsonNode root = Documents.parse("manifest", content);
    if (!root.path("config").isObject() || !root.path("layers").isArray()) {
      throw ImageInvalid.because("its manifest is of a kind without configuration and layers");
    }
    List<Descriptor> layers = new ArrayList<>();
    for (JsonNode layer : root.path("layers")) {
      layers.add(Descriptor.parse(layer));
    }
    return new Manifest(Descriptor.parse(root.path("config")), layers);
  }

  public byte[] bytes() {
    ObjectNode root = Documents.object().put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
    root.set("config", config.toJson());
    ArrayNode list = root.putArray("layers");
    layers.forEach(layer -> list.add(layer.toJson()));
    return Documents.bytes(root);
  }
}
