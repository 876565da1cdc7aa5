package io.gantry.engine.volume;

import io.gantry.engine.state.VolumeRecord;
import java.util.List;

/**
 * What a clean-up took away.
 *
 * @param freedBytes of the files in them; what was mounted for one is not counted, for it stays
 */
public record Pruned(List<VolumeRecord> removed, long freedBytes) {
  public Pruned {
    removed = List.copyOf(removed);
  }
}
