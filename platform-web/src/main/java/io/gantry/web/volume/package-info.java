/** Routes to named volumes. */
@NullMarked
package io.gantry.web.volume;

import org.jspecify.annotations.NullMarked;
