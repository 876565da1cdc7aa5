package io.gantry.engine.volume;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.VolumeRecord;
import io.gantry.engine.storage.DiskUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes volumes that nobody uses, with all that is in them (VOLUME-19). */
final class VolumeRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeRemoval.class);

  private final VolumeParts parts;

  VolumeRemoval(VolumeParts parts) {
    this.parts = parts;
  }

  /** Removes it; VOLUME_IN_USE if that cannot be. */
  void remove(VolumeRecord volume) {
    List<ContainerId> users = removeUnused(volume);
    if (!users.isEmpty()) {
      throw GantryException.of(
              ErrorCode.VOLUME_IN_USE,
              "containers use it, %s among them: remove them first"
                  .formatted(users.getFirst().shortId()))
          .about("volume", volume.name());
    }
  }

  /** Removes it if that can be. */
  boolean tryRemove(VolumeRecord volume) {
    try {
      return removeUnused(volume).isEmpty();
    } catch (GantryException e) {
      LOG.atWarn().addKeyValue("volume", volume.name()).setCause(e).log("volume stays");
      return false;
    }
  }

  /** Removes those of a tenant that nobody uses. */
  Pruned prune(TenantId tenant, PruneScope scope) {
    List<VolumeRecord> removed = new ArrayList<>();
    long freedBytes = 0;
    for (VolumeRecord volume : parts.table().list()) {
      boolean meant = scope == PruneScope.UNUSED || volume.anonymous();
      if (volume.tenant().equals(tenant) && meant && parts.claims().users(volume).isEmpty()) {
        long bytes = bytes(volume);
        if (tryRemove(volume)) {
          removed.add(volume);
          freedBytes += bytes;
        }
      }
    }
    return new Pruned(removed, freedBytes);
  }

  /** What is mounted for a volume is not the node's to count. */
  private long bytes(VolumeRecord volume) {
    try {
      return parts.uses().options(volume).needsMount() ? 0 : DiskUsage.of(volume.data());
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("volume", volume.name()).setCause(e).log("volume is not measured");
      return 0;
    }
  }

  /** The row goes first: a directory without a row is removed by the next clean-up. */
  private List<ContainerId> removeUnused(VolumeRecord volume) {
    return parts
        .locks()
        .supply(
            volume,
            () -> {
              parts.transfers().requireNone(volume);
              List<ContainerId> users = parts.claims().removeUnused(volume);
              if (users.isEmpty()) {
                forget(volume);
              }
              return users;
            });
  }

  private void forget(VolumeRecord volume) {
    parts.mounter().unmountForced(volume);
    parts.uses().forget(volume);
    parts.origins().forget(volume);
    parts.directories().remove(volume);
  }
}
