/**
 * What can go wrong, by name: start at {@link io.gantry.api.error.ErrorCode}. Nothing here knows
 * HTTP.
 */
@NullMarked
package io.gantry.api.error;

import org.jspecify.annotations.NullMarked;
