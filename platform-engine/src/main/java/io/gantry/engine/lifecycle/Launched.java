package io.gantry.engine.lifecycle;

import io.gantry.engine.linux.ProcessIdentity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A container that exists in the runtime and waits for its start.
 *
 * @param process its first process
 * @param monitor absent if its number could not be read (MONITOR-7)
 * @param configPath the runtime spec it was made from
 */
public record Launched(
    ProcessIdentity process, @Nullable ProcessIdentity monitor, Path configPath) {}
