package io.gantry.engine.runtime;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A further command to run in a container.
 *
 * @param files those of the session: its directory is bundle and run directory, and holds the exit
 *     directory
 * @param session names it to the monitor; unique in the container
 * @param process file with the process in the words of the runtime spec
 * @param openInput whether its standard input can be written to; with a terminal it always can
 * @param limit after it the monitor kills the command's process group; absent is none
 */
public record ExecRequest(
    MonitorFiles files,
    String session,
    Path process,
    boolean terminal,
    boolean openInput,
    @Nullable Duration limit) {}
