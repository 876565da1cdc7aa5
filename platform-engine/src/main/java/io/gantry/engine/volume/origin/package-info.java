/**
 * Where what is in a volume came from, and what filling it anew would change. Nothing here changes
 * a volume. Start at {@link io.gantry.engine.volume.origin.Origin}.
 */
@NullMarked
package io.gantry.engine.volume.origin;

import org.jspecify.annotations.NullMarked;
