package io.gantry.engine.runtime;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.linux.ProcessIdentity;

/**
 * A monitor's process.
 *
 * @param exec whether it watches a further command in the container instead of the container
 */
public record RunningMonitor(ContainerId container, ProcessIdentity process, boolean exec) {}
