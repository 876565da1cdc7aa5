/**
 * Finds what is stuck, says why and what to do, and mends it where that does no harm. Start at
 * {@link io.gantry.fleet.doctor.Doctor}.
 */
@NullMarked
package io.gantry.fleet.doctor;

import org.jspecify.annotations.NullMarked;
