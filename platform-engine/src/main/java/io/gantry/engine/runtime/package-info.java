/**
 * The OCI runtime and the monitor of a container: their command lines, pipes, files and sockets.
 * Nothing here knows states of containers or decides about them. Start at {@link
 * io.gantry.engine.runtime.Monitor}, which makes a container, {@link
 * io.gantry.engine.runtime.OciRuntime}, which acts on it, and {@link
 * io.gantry.engine.runtime.ExitFiles}, which tells its end.
 */
@NullMarked
package io.gantry.engine.runtime;

import org.jspecify.annotations.NullMarked;
