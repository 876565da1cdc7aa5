/**
 * A container as the user wants it ({@link io.gantry.api.container.ContainerSpec}), the states it
 * passes ({@link io.gantry.api.container.ContainerState}) and how its runs end ({@link
 * io.gantry.api.container.ExitRecord}).
 */
@NullMarked
package io.gantry.api.container;

import org.jspecify.annotations.NullMarked;
