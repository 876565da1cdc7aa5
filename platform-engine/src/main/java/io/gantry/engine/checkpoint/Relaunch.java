package io.gantry.engine.checkpoint;

import io.gantry.engine.lifecycle.Launched;
import io.gantry.engine.runtime.RestoreRequest;
import io.gantry.engine.state.StoredContainer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container that is mounted and connected of its own config, as at its start, but with
 * processes that were written to the disk; without a request with those of its command
 * (CHECKPOINT-16, CHECKPOINT-23).
 */
@FunctionalInterface
public interface Relaunch {
  Launched launch(StoredContainer container, @Nullable RestoreRequest request);
}
