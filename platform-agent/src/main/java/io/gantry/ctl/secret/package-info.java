/** Commands about secrets. */
@NullMarked
package io.gantry.ctl.secret;

import org.jspecify.annotations.NullMarked;
