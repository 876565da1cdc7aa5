package io.gantry.engine.spec;

import java.util.List;

/**
 * Who a container's process runs as.
 *
 * @param additionalGids supplementary groups, the primary one among them, so that a process cannot
 *     gain access by giving that up
 * @param home where the passwd file says the user lives, else {@code /}
 * @param listed whether the passwd file has a line for the user id
 * @param groupListed whether the group file has a line for the group id
 */
public record ResolvedUser(
    long uid,
    long gid,
    List<Long> additionalGids,
    String home,
    boolean listed,
    boolean groupListed) {
  /** Root of an image without accounts. */
  public static final ResolvedUser ROOT = new ResolvedUser(0, 0, List.of(0L), "/root", true, true);

  public ResolvedUser {
    additionalGids = List.copyOf(additionalGids);
  }

  public boolean isRoot() {
    return uid == 0;
  }
}
