/** Schedules as rows; every change of one is made under its row's lock. */
@NullMarked
package io.gantry.persistence.schedule;

import org.jspecify.annotations.NullMarked;
