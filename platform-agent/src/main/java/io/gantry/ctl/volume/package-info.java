/** Commands about volumes. */
@NullMarked
package io.gantry.ctl.volume;

import org.jspecify.annotations.NullMarked;
