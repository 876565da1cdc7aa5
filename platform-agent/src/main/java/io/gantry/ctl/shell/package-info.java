/** What every command shares: the options of all, the terminal, where the control plane is. */
@NullMarked
package io.gantry.ctl.shell;

import org.jspecify.annotations.NullMarked;
