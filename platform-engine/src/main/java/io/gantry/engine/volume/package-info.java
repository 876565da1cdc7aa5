/**
 * Volumes: creation, use by containers, copy-up from the image, ownership, archives, removal. Names
 * never become parts of paths. Locks: the volume's own, after the container's. Start at {@link
 * io.gantry.engine.volume.Volumes} for users, at {@link io.gantry.engine.volume.ContainerVolumes}
 * for containers; where the content came from is in {@code origin}.
 */
@NullMarked
package io.gantry.engine.volume;

import org.jspecify.annotations.NullMarked;
