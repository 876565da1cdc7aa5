/** Races against somebody who exchanges directories and links. Start at {@link Races}. */
@NullMarked
package io.gantry.engine.hostile.races;

import org.jspecify.annotations.NullMarked;
