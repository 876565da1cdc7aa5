/**
 * Containers written to the disk and brought back, by CRIU: start at {@link
 * io.gantry.engine.checkpoint.Checkpoints}. Here is what lies in the files; when it is done, and
 * what becomes of the container's state, is the lifecycle's matter. An archive from elsewhere is
 * hostile: it supplies memory, volumes and what the root file system differs in, never what a
 * container may do.
 */
@NullMarked
package io.gantry.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
