package io.gantry.api.container;

/**
 * How large a container is on its node's disk.
 *
 * @param writableBytes what it wrote itself
 * @param imageBytes all layers of its image
 */
public record Sizes(long writableBytes, long imageBytes) {
  public long totalBytes() {
    return writableBytes + imageBytes;
  }
}
