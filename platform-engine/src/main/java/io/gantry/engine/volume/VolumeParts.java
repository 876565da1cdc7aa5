package io.gantry.engine.volume;

import io.gantry.engine.linux.HostPaths;
import io.gantry.engine.state.Database;
import io.gantry.engine.volume.origin.Origins;
import java.nio.file.Path;

/** What all work on the node's volumes shares. */
record VolumeParts(
    VolumeTable table,
    VolumeClaims claims,
    VolumeUses uses,
    VolumeMounter mounter,
    VolumeDirectories directories,
    Origins origins,
    VolumeLocks locks,
    Transfers transfers,
    HostPaths hostPaths) {

  /**
   * Those of one engine.
   *
   * @param home its directory on disk
   */
  static VolumeParts in(Database database, Path home) {
    VolumeTable table = new VolumeTable(database, home);
    VolumeUses uses = new VolumeUses(database);
    HostPaths hostPaths = new HostPaths();
    return new VolumeParts(
        table,
        new VolumeClaims(database, table),
        uses,
        new VolumeMounter(uses, hostPaths),
        new VolumeDirectories(home),
        new Origins(database),
        new VolumeLocks(),
        new Transfers(),
        hostPaths);
  }
}
