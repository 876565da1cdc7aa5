/** What is stuck in the fleet, and its mending. */
@NullMarked
package io.gantry.ctl.doctor;

import org.jspecify.annotations.NullMarked;
