/**
 * What is stuck: objects that are in between two states for longer than they may, why, and what
 * mends it. Start at {@link io.gantry.api.doctor.StuckResource}.
 */
@NullMarked
package io.gantry.api.doctor;

import org.jspecify.annotations.NullMarked;
