/** Which replicas of the control plane there are. */
@NullMarked
package io.gantry.persistence.replica;

import org.jspecify.annotations.NullMarked;
