/** Commands about containers: run, ps, logs, exec, stop and the rest of their life. */
@NullMarked
package io.gantry.ctl.container;

import org.jspecify.annotations.NullMarked;
