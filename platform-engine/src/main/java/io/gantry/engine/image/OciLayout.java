package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.SpooledArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads an OCI image layout: everything by digest, beginning with an index. */
final class OciLayout {
  static final String INDEX = "index.json";
  static final String MARKER = "oci-layout";
  static final String NAME = "org.opencontainers.image.ref.name";

  /** Where containerd and Docker put the full name; the other one is often only a tag. */
  static final String FULL_NAME = "io.containerd.image.name";

  private static final Set<String> INDEX_TYPES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final int MAX_NESTING = 4;

  private final SpooledArchive archive;
  private final Platform platform;

  OciLayout(SpooledArchive archive, Platform platform) {
    this.archive = archive;
    this.platform = platform;
  }

  List<ArchivedImage> read() {
    JsonNode index = Documents.parse(INDEX, archive.read(INDEX, Documents.MAX_BYTES));
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode entry : index.path("manifests")) {
      images.add(image(manifest(entry, 0), names(entry.path("annotations"))));
    }
    return images;
  }

  /** Follows nested indexes to the manifest for this platform. */
  private Manifest manifest(JsonNode entry, int nesting) {
    byte[] content = blob(Documents.digest(entry.path("digest")));
    if (!INDEX_TYPES.contains(entry.path("mediaType").asString(""))) {
      return Manifest.parse(content);
    }
    if (nesting == MAX_NESTING) {
      throw ImageInvalid.because("its indexes are nested too deep");
    }
    JsonNode nested = Documents.parse("index", content).path("manifests");
    return manifest(platform.choose(nested), nesting + 1);
  }

  private ArchivedImage image(Manifest manifest, List<ImageName> names) {
    ConfigFile config = ConfigFile.parse(blob(manifest.config().digest()));
    List<LayerSource> layers = new ArrayList<>();
    for (Manifest.Descriptor layer : manifest.layers()) {
      layers.add(() -> archive.open(path(layer.digest())));
    }
    return new ArchivedImage(config, layers, names);
  }

  private byte[] blob(Digest digest) {
    byte[] content = archive.read(path(digest), Documents.MAX_BYTES);
    if (!Sha256.of(content).equals(digest)) {
      throw ImageInvalid.because("what it calls " + digest + " is something else");
    }
    return content;
  }

  static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private static List<ImageName> names(JsonNode annotations) {
    String name = Documents.text(annotations.path(FULL_NAME));
    if (name == null) {
      name = Documents.text(annotations.path(NAME));
    }
    return name == null ? List.of() : List.of(ImageName.parse(name));
  }
}
