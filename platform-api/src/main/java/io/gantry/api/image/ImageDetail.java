package io.gantry.api.image;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one image.
 *
 * @param id digest of its configuration
 * @param manifest digest of the manifest it came with, if it came from a registry
 * @param names references that point to it, in one tenant
 * @param layers digests of the unpacked layers (diff ids), the lowest first
 * @param sizeBytes unpacked size of all layers
 */
public record ImageDetail(
    Digest id,
    @Nullable Digest manifest,
    List<String> names,
    ImageConfig config,
    List<Digest> layers,
    String architecture,
    String os,
    @Nullable Instant createdAt,
    long sizeBytes) {
  /** In the place of an image where there is none; its id is the digest of no bytes. */
  public static final ImageDetail NONE =
      new ImageDetail(
          new Digest("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
          null,
          List.of(),
          ImageConfig.EMPTY,
          List.of(),
          "",
          "",
          null,
          0);

  public ImageDetail {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
  }
}
