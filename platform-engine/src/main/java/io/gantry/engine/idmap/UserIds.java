package io.gantry.engine.idmap;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.UserNamespaceSpec;
import io.gantry.api.container.UserNamespaceSpec.Range;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.StateStore;
import java.util.List;
import java.util.function.Function;

/**
 * Gives containers their ids on the host. Ranges of the node's own choice overlap none of another
 * container, whoever gave it. Thread-safe.
 */
public final class UserIds {
  private final StateStore store;

  public UserIds(StateStore store) {
    this.store = store;
  }

  /**
   * Chooses a new container's ids and has it stored with them; nobody else chooses meanwhile.
   *
   * @param user whom it runs as: the spec's or the image's; empty is root
   * @throws io.gantry.api.error.GantryException NO_SPACE if all ranges are given away
   */
  public <T> T with(ContainerSpec spec, String user, Function<IdMaps, T> storing) {
    UserNamespaceSpec users = spec.namespaces().users();
    return switch (users.mode()) {
      case HOST -> storing.apply(IdMaps.HOST);
      case MAPPED -> storing.apply(new IdMaps(maps(users.uids()), maps(users.gids())));
      case AUTO -> automatic(IdDemand.of(spec, user), storing);
    };
  }

  private synchronized <T> T automatic(long size, Function<IdMaps, T> storing) {
    List<IdMap> taken =
        store.list().stream()
            .map(stored -> stored.config().ids())
            .flatMap(maps -> maps.mapped().stream())
            .toList();
    List<IdMap> range = List.of(new IdMap(0, RangePool.free(size, taken), size));
    return storing.apply(new IdMaps(range, range));
  }

  private static List<IdMap> maps(List<Range> ranges) {
    return ranges.stream()
        .map(range -> new IdMap(range.containerId(), range.hostId(), range.size()))
        .toList();
  }
}
