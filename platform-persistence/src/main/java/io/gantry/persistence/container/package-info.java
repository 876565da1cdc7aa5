/**
 * Containers: the entity users change ({@link io.gantry.persistence.container.ContainerEntity}),
 * the rows nodes write ({@link io.gantry.persistence.container.ContainerStatusRows}), and the one
 * query that reads both ({@link io.gantry.persistence.container.ContainerRows}). Also what lies
 * beside them: volumes and published ports.
 */
@NullMarked
package io.gantry.persistence.container;

import org.jspecify.annotations.NullMarked;
