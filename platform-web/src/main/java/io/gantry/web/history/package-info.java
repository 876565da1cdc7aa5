/** Routes to what happened: the exit ledger and events. */
@NullMarked
package io.gantry.web.history;

import org.jspecify.annotations.NullMarked;
