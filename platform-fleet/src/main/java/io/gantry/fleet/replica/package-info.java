/** The replicas of the control plane: which one this is, and where the others are. */
@NullMarked
package io.gantry.fleet.replica;

import org.jspecify.annotations.NullMarked;
