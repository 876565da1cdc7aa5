/**
 * What the REST API takes and gives, except the words it shares with the nodes. Lists come as a
 * {@link io.gantry.api.resource.Page}, failures as a {@link io.gantry.api.resource.Problem}.
 * Instants are ISO-8601 in UTC, durations ISO-8601.
 */
@NullMarked
package io.gantry.api.resource;

import org.jspecify.annotations.NullMarked;
