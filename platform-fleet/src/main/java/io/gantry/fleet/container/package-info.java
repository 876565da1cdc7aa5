/**
 * Containers as users want them: admission, placement, creation ({@link
 * io.gantry.fleet.container.ContainerService}), operations ({@link
 * io.gantry.fleet.container.ContainerOperations}) and waiting for what becomes of them.
 */
@NullMarked
package io.gantry.fleet.container;

import org.jspecify.annotations.NullMarked;
