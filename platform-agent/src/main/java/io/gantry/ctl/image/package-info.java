/** Commands about images, with progress where it takes long. */
@NullMarked
package io.gantry.ctl.image;

import org.jspecify.annotations.NullMarked;
