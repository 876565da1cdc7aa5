/** The stream of events of a tenant. */
@NullMarked
package io.gantry.fleet.event;

import org.jspecify.annotations.NullMarked;
