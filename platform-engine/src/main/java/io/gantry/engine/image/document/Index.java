package io.gantry.engine.image.document;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One image for several platforms: an OCI index or Docker's list of manifests. */
public record Index(List<Entry> entries) {
  public static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_TYPE =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  private static final int MOST_NAMED = 20;

  /** What there is for one platform. */
  public record Entry(Manifest.Descriptor manifest, Platform platform) {}

  public Index {
    entries = List.copyOf(entries);
  }

  /** Whether the document is an index; one that is also a manifest is refused. */
  public static boolean is(byte[] content) {
    JsonNode root = Documents.parse("manifest", content);
    boolean index = root.path("manifests").isArray();
    if (index && (root.has("config") || root.has("layers"))) {
      throw ImageInvalid.because("its manifest can be read as an index too");
    }
    return index;
  }

  public static Index parse(byte[] content) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : Documents.parse("index", content).path("manifests")) {
      entries.add(
          new Entry(Manifest.Descriptor.parse(entry), Platform.parse(entry.path("platform"))));
    }
    return new Index(entries);
  }

  /**
   * The entry that suits the host best; of equal ones the first.
   *
   * @throws GantryException UNSUPPORTED naming what there is
   */
  public Entry choose(Platform host) {
    for (Platform accepted : host.accepted()) {
      for (Entry entry : entries) {
        if (entry.platform().equals(accepted)) {
          return entry;
        }
      }
    }
    throw GantryException.of(
        ErrorCode.UNSUPPORTED, "the image exists for %s, not for %s".formatted(platforms(), host));
  }

  /** Attestations stand beside images as entries of an unknown platform. */
  private String platforms() {
    String named =
        entries.stream()
            .map(Entry::platform)
            .filter(platform -> !platform.os().equals("unknown"))
            .map(Platform::toString)
            .distinct()
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "no platform" : named;
  }
}
