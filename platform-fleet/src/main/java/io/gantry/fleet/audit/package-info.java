/** Who did what. An entry is written in the transaction of the change itself. */
@NullMarked
package io.gantry.fleet.audit;

import org.jspecify.annotations.NullMarked;
