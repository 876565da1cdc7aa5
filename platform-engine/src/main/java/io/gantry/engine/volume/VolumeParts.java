package io.gantry.engine.volume;

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
    Transfers transfers) {

  /**
   * Those of one engine.
   *
   * @param home its directory on disk
   */
  static VolumeParts in(Database database, Path home) {
    VolumeTable table = new VolumeTable(database, home);
    VolumeUses uses = new VolumeUses(database);
    return new VolumeParts(
        table,
        new VolumeClaims(database, table),
        uses,
        new VolumeMounter(uses),
        new VolumeDirectories(home),
        new Origins(database),
        new VolumeLocks(),
        new Transfers());
  }
}
