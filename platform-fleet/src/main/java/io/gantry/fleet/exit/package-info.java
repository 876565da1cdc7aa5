/** Questions to the exit ledger. */
@NullMarked
package io.gantry.fleet.exit;

import org.jspecify.annotations.NullMarked;
