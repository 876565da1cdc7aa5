package io.gantry.engine.idmap;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Lets the ids of a container pass to its directories, which may lie below some that only the
 * engine's own user can enter (IDMAP-7). Passing shows nothing of what lies there.
 */
public final class Passage {
  private Passage() {}

  /**
   * Opens the way to the container's bundle, run directory and root; a container with the host's
   * ids needs none.
   */
  public static void open(ContainerConfig config, Path root) {
    if (config.ids().sameAsHost()
        || config.ids().uids().stream().anyMatch(map -> map.hostId() == 0)) {
      return;
    }
    try {
      for (Path target : List.of(config.staticDir(), config.runDir(), root)) {
        open(target, config.ids());
      }
    } catch (IOException e) {
      throw GantryException.of(
              ErrorCode.STORAGE, "its directories cannot be opened to its user ids", e)
          .about("container", config.id());
    }
  }

  private static void open(Path target, IdMaps ids) throws IOException {
    for (Path directory = target; directory != null; directory = directory.getParent()) {
      Map<String, Object> status = Files.readAttributes(directory, "unix:uid,gid,permissions");
      boolean own =
          Objects.equals(status.get("uid"), (int) ids.rootUid())
              && Objects.equals(status.get("gid"), (int) ids.rootGid());
      Set<PosixFilePermission> permissions =
          EnumSet.copyOf(Files.getPosixFilePermissions(directory));
      if (!own && permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
        Files.setPosixFilePermissions(directory, permissions);
      }
    }
  }
}
