package io.gantry.api.container;

/**
 * How large a container is on its node's disk.
 *
 * @param writableBytes what it wrote itself
 * @param imageBytes all layers of its image
 */
public record Sizes(long writableBytes, long imageBytes) {
  /** Both together; other containers may share the layers of the image. */
  public long totalBytes() {
    return writableBytes + imageBytes;
  }
}
