package io.gantry.api.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user and group ids in a container are on its node.
 *
 * @param mode whether they differ
 * @param size with {@link Mode#AUTO} the number of ids; absent is 65536, or as many as its user
 *     needs
 * @param uids with {@link Mode#MAPPED} the ranges of users
 * @param gids with {@link Mode#MAPPED} the ranges of groups; absent are those of users
 */
public record UserNamespaceSpec(
    Mode mode, @Nullable Long size, List<Range> uids, List<Range> gids) {
  public static final UserNamespaceSpec HOST = new UserNamespaceSpec(Mode.HOST, null, null, null);

  /** Where the ids of the node come from. */
  public enum Mode {
    /** The container's ids are those of the node. */
    HOST,
    /** The node gives a range no other container has. */
    AUTO,
    /** The ranges asked for; they need policy and node to allow them. */
    MAPPED
  }

  /**
   * Some ids.
   *
   * @param containerId the first in the container
   * @param hostId the same on the node
   * @param size how many
   */
  public record Range(long containerId, long hostId, long size) {
    private static final long IDS = 1L << 32;

    public Range {
      if (containerId < 0 || hostId < 0 || size < 1) {
        throw new IllegalArgumentException("a range of ids begins from 0 and has one id or more");
      }
      if (size > IDS - Math.max(containerId, hostId)) {
        throw new IllegalArgumentException("a range of ids ends below 2^32");
      }
    }
  }

  public UserNamespaceSpec(
      @Nullable Mode mode,
      @Nullable Long size,
      @Nullable List<Range> uids,
      @Nullable List<Range> gids) {
    this.mode = mode == null ? Mode.HOST : mode;
    this.size = size;
    this.uids = Copies.of(uids);
    this.gids = gids == null || gids.isEmpty() ? this.uids : List.copyOf(gids);
    if (this.uids.isEmpty() == (this.mode == Mode.MAPPED)) {
      throw new IllegalArgumentException(
          "users.uids are given with users.mode MAPPED, and only then");
    }
    if (size != null && (this.mode != Mode.AUTO || size < 1 || size > 1L << 24)) {
      throw new IllegalArgumentException(
          "users.size goes with users.mode AUTO and is from 1 to 16777216");
    }
  }
}
