package io.gantry.engine.linux;

/**
 * A range of user or group ids in a user namespace and what they are on the host.
 *
 * @param containerId first id in the namespace
 * @param hostId first id on the host
 * @param size number of ids
 */
public record IdMap(long containerId, long hostId, long size) {
  private static final long IDS = 1L << 32;

  public IdMap {
    if (containerId < 0 || hostId < 0 || size < 1) {
      throw new IllegalArgumentException("an id map has ids from 0 and a size from 1");
    }
    if (containerId + size > IDS || hostId + size > IDS) {
      throw new IllegalArgumentException("an id map has ids below 2^32");
    }
  }

  /** Whether it maps the id of the namespace. */
  boolean contains(long id) {
    return id >= containerId && id < containerId + size;
  }

  /** The line the kernel takes for it. */
  String line() {
    return containerId + " " + hostId + " " + size + "\n";
  }
}
