/**
 * Named volumes: creation, use by containers, copy-up from the image, ownership, removal. Names
 * never become parts of paths. Locks: the volume's own, after the container's. Start at {@link
 * io.gantry.engine.volume.Volumes}.
 */
@NullMarked
package io.gantry.engine.volume;

import org.jspecify.annotations.NullMarked;
