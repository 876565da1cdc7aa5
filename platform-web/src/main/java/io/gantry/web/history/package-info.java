/** Routes to what happened: the exit ledger, events, the audit log. */
@NullMarked
package io.gantry.web.history;

import org.jspecify.annotations.NullMarked;
