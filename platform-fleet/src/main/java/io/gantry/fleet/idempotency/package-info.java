/** Requests that may be repeated: the same key gets the same answer. */
@NullMarked
package io.gantry.fleet.idempotency;

import org.jspecify.annotations.NullMarked;
