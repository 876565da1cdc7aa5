package io.gantry.engine.image;

import io.gantry.api.image.Digest;
import io.gantry.engine.image.document.Documents;
import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Index;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.Sha256;
import io.gantry.engine.storage.LayerSource;
import io.gantry.engine.storage.SpooledArchive;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads an OCI image layout: everything by digest, beginning with an index. */
final class OciLayout {
  static final String INDEX = "index.json";
  static final String MARKER = "oci-layout";
  static final String NAME = "org.opencontainers.image.ref.name";

  /** Where containerd and Docker put the full name; the other one is often only a tag. */
  static final String FULL_NAME = "io.containerd.image.name";

  private static final int MAX_NESTING = 4;

  private final SpooledArchive archive;
  private final Platform platform;

  OciLayout(SpooledArchive archive, Platform platform) {
    this.archive = archive;
    this.platform = platform;
  }

  List<ArchivedImage> read() {
    byte[] content = archive.read(INDEX, Documents.MAX_BYTES);
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode entry : Documents.parse(INDEX, content).path("manifests")) {
      images.add(image(manifest(entry), names(entry.path("annotations"))));
    }
    return images;
  }

  /** Follows nested indexes to the manifest for this platform. */
  private Manifest manifest(JsonNode entry) {
    byte[] content = blob(Documents.digest(entry.path("digest")));
    int nesting = 0;
    while (Index.is(content)) {
      if (nesting++ == MAX_NESTING) {
        throw ImageInvalid.because("its indexes are nested too deep");
      }
      content = blob(Index.parse(content).choose(platform).manifest().digest());
    }
    return Manifest.parse(content);
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
