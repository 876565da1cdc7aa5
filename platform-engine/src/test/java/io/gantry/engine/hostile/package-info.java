/**
 * What hostile images and containers try, as a table: each {@link io.gantry.engine.hostile.Case}
 * says what is planted, what the engine does and what comes of it, and the same {@link
 * io.gantry.engine.hostile.Watch} looks on. The rows are in {@code cases}, what is swapped while
 * the engine works in {@code races}. {@code docs/hostile-images.md} counts both.
 */
@NullMarked
package io.gantry.engine.hostile;

import org.jspecify.annotations.NullMarked;
