/** Commands that read what happened: exits, events, audit. */
@NullMarked
package io.gantry.ctl.ledger;

import org.jspecify.annotations.NullMarked;
