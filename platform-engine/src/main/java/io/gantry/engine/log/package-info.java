/**
 * Reading what containers wrote, from the files of their monitors. Start at {@link
 * io.gantry.engine.log.LogReader}.
 */
@NullMarked
package io.gantry.engine.log;

import org.jspecify.annotations.NullMarked;
