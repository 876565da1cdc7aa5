/**
 * Services: so many containers of one spec. What comes next is decided by {@link
 * io.gantry.fleet.service.ServiceDecision}, which knows no database; {@link
 * io.gantry.fleet.service.ServiceReconciler} does it.
 */
@NullMarked
package io.gantry.fleet.service;

import org.jspecify.annotations.NullMarked;
