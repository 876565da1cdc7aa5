/**
 * Secrets of tenants. They lie in the database sealed with a key it does not have, are opened only
 * for the node a container was given to, and are never shown.
 */
@NullMarked
package io.gantry.fleet.secret;

import org.jspecify.annotations.NullMarked;
