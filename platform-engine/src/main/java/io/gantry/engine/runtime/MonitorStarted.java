package io.gantry.engine.runtime;

import io.gantry.engine.linux.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A container that was created and waits for its start.
 *
 * @param container its first process
 * @param monitor absent if its pid file could not be read (MONITOR-7)
 */
public record MonitorStarted(ProcessIdentity container, @Nullable ProcessIdentity monitor) {}
