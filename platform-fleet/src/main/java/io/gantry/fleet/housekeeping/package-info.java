/** Forgets what has had its time. One replica does it at a time; history is never touched. */
@NullMarked
package io.gantry.fleet.housekeeping;

import org.jspecify.annotations.NullMarked;
