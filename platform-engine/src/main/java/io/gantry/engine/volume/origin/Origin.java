package io.gantry.engine.volume.origin;

import io.gantry.api.container.ContainerId;
import io.gantry.api.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a volume was filled from. Whoever used it has changed it since. */
public sealed interface Origin {

  /** When it was filled. */
  Instant at();

  /**
   * The image of the first container that had something for it.
   *
   * @param image absent if the container's root was a directory of the host
   * @param reference the image as the container's spec names it, or that directory
   * @param path in it
   * @param run of the container, from 1
   */
  record CopyUp(
      @Nullable Digest image,
      String reference,
      String path,
      ContainerId container,
      long run,
      Instant at)
      implements Origin {}

  /**
   * An archive somebody brought; it is not kept.
   *
   * @param digest of the uncompressed archive
   * @param bytes of the files in it
   */
  record Archive(Digest digest, long bytes, Instant at) implements Origin {}
}
