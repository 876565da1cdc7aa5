/** Commands about nodes. */
@NullMarked
package io.gantry.ctl.node;

import org.jspecify.annotations.NullMarked;
