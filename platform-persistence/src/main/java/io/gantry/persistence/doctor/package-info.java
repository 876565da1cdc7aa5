/** Finds what is in between two states for too long. Start at {@link StuckContainerRows}. */
@NullMarked
package io.gantry.persistence.doctor;

import org.jspecify.annotations.NullMarked;
