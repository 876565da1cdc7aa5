/** Whose rows the fleet's services see: those of the caller's tenant, unless they say otherwise. */
@NullMarked
package io.gantry.fleet.scope;

import org.jspecify.annotations.NullMarked;
