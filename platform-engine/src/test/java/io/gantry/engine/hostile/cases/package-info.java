/** The rows of the table, an area in a class. Start at {@link Table}. */
@NullMarked
package io.gantry.engine.hostile.cases;

import org.jspecify.annotations.NullMarked;
