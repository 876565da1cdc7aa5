/**
 * The command line {@code gantryctl}: one class per command, in packages by what they are about.
 * Start at {@link io.gantry.ctl.GantryCtl}.
 */
@NullMarked
package io.gantry.ctl;

import org.jspecify.annotations.NullMarked;
