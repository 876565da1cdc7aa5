package io.gantry.engine.linux;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the ids in a container are on the host; without maps they are the same. */
public record IdMaps(List<IdMap> uids, List<IdMap> gids) {
  /** No user namespace. */
  public static final IdMaps HOST = new IdMaps(List.of(), List.of());

  public IdMaps {
    uids = List.copyOf(uids);
    gids = List.copyOf(gids);
    if (uids.isEmpty() != gids.isEmpty()) {
      throw new IllegalArgumentException("users and groups are mapped together or not at all");
    }
  }

  /** All ranges of users and groups. */
  public List<IdMap> mapped() {
    return Stream.concat(uids.stream(), gids.stream()).toList();
  }

  /** Whether there are no maps. */
  public boolean sameAsHost() {
    return uids.isEmpty();
  }

  /** The host's user id of the container's root (IDMAP-5). */
  public long rootUid() {
    return root(uids);
  }

  /** The host's group id of the container's root group (IDMAP-5). */
  public long rootGid() {
    return root(gids);
  }

  /** The host's id of a user; empty if the container has no such id. */
  public OptionalLong hostUid(long uid) {
    return host(uids, uid);
  }

  /** The host's id of a group; empty if the container has no such id. */
  public OptionalLong hostGid(long gid) {
    return host(gids, gid);
  }

  /** The lines of {@code uid_map}. */
  String uidLines() {
    return lines(uids);
  }

  /** The lines of {@code gid_map}. */
  String gidLines() {
    return lines(gids);
  }

  private static String lines(List<IdMap> maps) {
    return maps.stream().map(IdMap::line).collect(Collectors.joining());
  }

  private static long root(List<IdMap> maps) {
    if (maps.size() == 1 && maps.getFirst().size() == 1) {
      return maps.getFirst().hostId();
    }
    return maps.stream()
        .filter(map -> map.containerId() == 0)
        .findFirst()
        .map(IdMap::hostId)
        .orElse(0L);
  }

  private static OptionalLong host(List<IdMap> maps, long id) {
    if (maps.isEmpty()) {
      return OptionalLong.of(id);
    }
    return maps.stream()
        .filter(map -> map.contains(id))
        .mapToLong(map -> map.hostId() + id - map.containerId())
        .findFirst();
  }
}
