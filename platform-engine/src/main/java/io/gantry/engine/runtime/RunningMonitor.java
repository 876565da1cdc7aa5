package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's process.
 *
 * @param session of the further command it watches; absent if it watches the container itself
 */
public record RunningMonitor(
    ContainerId container, ProcessIdentity process, @Nullable String session) {}
