/** Named volumes and the node each lies on. */
@NullMarked
package io.gantry.fleet.volume;

import org.jspecify.annotations.NullMarked;
