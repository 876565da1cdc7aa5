/**
 * An engine under load for a long time, and what it holds of its host before and after: whatever it
 * forgets to give back is found. Start at {@link io.gantry.bench.load.LoadRun}; what counts as a
 * leak is said by {@link io.gantry.bench.load.LeakCheck}.
 */
@NullMarked
package io.gantry.bench.load;

import org.jspecify.annotations.NullMarked;
