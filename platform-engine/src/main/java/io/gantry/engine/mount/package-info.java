/**
 * A container's root file system put together: overlay, shared memory, {@code /etc}, volumes, and
 * the files the engine gives to each container. Start at {@link
 * io.gantry.engine.mount.RootFilesystem} and {@link io.gantry.engine.mount.EngineFiles}. Mounts
 * inside the container's own namespace are the runtime's, from the spec.
 */
@NullMarked
package io.gantry.engine.mount;

import org.jspecify.annotations.NullMarked;
