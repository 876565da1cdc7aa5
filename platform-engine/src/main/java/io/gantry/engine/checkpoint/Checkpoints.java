package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.feature.RuntimeProgram;
import io.gantry.engine.lifecycle.Lifecycle;
import io.gantry.engine.runtime.OciRuntime;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.StateStore;
import io.gantry.engine.storage.ContainerStorage;
import io.gantry.engine.volume.Volumes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * Containers written to the disk with all their processes know, and brought back later or
 * elsewhere. A checkpoint ends the run, with its own exit record, unless the container is to run
 * on; a restore opens the next run. Thread-safe.
 */
public final class Checkpoints {
  private final Lifecycle lifecycle;
  private final Rooms rooms;
  private final Criu criu;
  private final Export export;
  private final Import importing;
  private final Path imports;

  /**
   * What it works with.
   *
   * @param program the runtime's
   * @param environment the engine's own
   */
  public record Rooms(
      OciRuntime runtime,
      RuntimeProgram program,
      Relaunch relaunch,
      FilledCreation creation,
      StateStore store,
      ContainerStorage storage,
      Volumes volumes,
      Map<String, String> environment) {}

  /**
   * @param home the engine's, where the key of its archives is and archives are imported
   */
  public Checkpoints(Lifecycle lifecycle, Rooms rooms, Path home) {
    this.lifecycle = lifecycle;
    this.rooms = rooms;
    this.imports = home.resolve("imports");
    SealKey key = new SealKey(home.resolve(SealKey.FILE));
    this.criu = new Criu(rooms.program(), rooms.environment());
    this.export = new Export(rooms.storage(), rooms.volumes(), key);
    this.importing =
        new Import(
            rooms.creation(),
            new ArchivedParts(rooms.storage(), rooms.volumes()),
            rooms.volumes(),
            key);
  }

  /** Removes what an earlier engine was importing when it ended; after the lifecycle's recovery. */
  public void takeUp() {
    new Imports(imports, importing, rooms.store()).takeUp();
  }

  /**
   * Writes a running container to the disk. If that fails it runs on. It is done under the
   * container's lock: what others want of it waits. An archive that cannot be written is a failure
   * after the container has ended; the checkpoint is in its place then.
   *
   * @return what CRIU counted; empty if it did not say
   * @throws io.gantry.api.error.GantryException STATE_INVALID unless it runs, UNSUPPORTED if the
   *     host or the container cannot, INVALID_ARGUMENT if nothing would be left of it or its
   *     archive would need others, RUNTIME with the end of CRIU's log
   */
  public Optional<DumpStatistics> checkpoint(ContainerId id, CheckpointOptions options) {
    Dump dump = new Dump(rooms.runtime(), new Prerequisites(criu, rooms.store()), export, options);
    lifecycle.checkpoint(id, dump, options.by());
    return dump.statistics();
  }

  /**
   * Has a container go on where its checkpoint left it, in a new run. If that fails the run has
   * ended as one that did not start, and the checkpoint is still there.
   *
   * @return what CRIU counted; empty if it did not say
   * @throws io.gantry.api.error.GantryException STATE_INVALID unless it was never started or has
   *     ended, NOT_FOUND if it has no checkpoint, CONFLICT if another has its address now,
   *     UNSUPPORTED, RUNTIME with the end of CRIU's log
   */
  public Optional<RestoreStatistics> restore(ContainerId id, RestoreOptions options) {
    Revival revival = new Revival(rooms.relaunch(), criu, options);
    lifecycle.restore(id, revival);
    return revival.statistics();
  }

  /**
   * Makes a container of an archive, to be restored. CRIU makes processes of what the archive says,
   * so it must bear the seal of a node with this one's key; what the container may do is in the
   * spec that is given here or checked here all the same.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for an archive that is none, is
   *     hostile or is not of a node with this one's key, CONFLICT if its image is not the one here
   *     or a volume of its names exists, CONTAINER_EXISTS, and all of a creation
   */
  public ContainerConfig importArchive(Path archive, NewContainer container) {
    return importing.run(new ImportPlace(imports, container.id()), archive, container);
  }

  /**
   * What an archive says of its container, for whoever has to ask policies before an import. The
   * archive is looked at as for an import, its seal too.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT
   */
  public ArchivedContainer inspect(Path archive) {
    ContainerId nobody = ContainerId.random(new SecureRandom());
    return importing.inspect(new ImportPlace(imports, nobody), archive);
  }
}
