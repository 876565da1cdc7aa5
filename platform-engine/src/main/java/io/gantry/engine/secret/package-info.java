/**
 * Secrets of tenants: sealed in the node's store, and what a container gets of them. Nothing here
 * is part of a container's config, of a report or of an event, and no message holds data. Start at
 * {@link io.gantry.engine.secret.Secrets} and {@link io.gantry.engine.secret.ContainerSecrets}.
 */
@NullMarked
package io.gantry.engine.secret;

import org.jspecify.annotations.NullMarked;
