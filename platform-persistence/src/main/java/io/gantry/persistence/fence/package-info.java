/**
 * The second fence between tenants. A {@link io.gantry.persistence.fence.Scope} says whose rows a
 * piece of work is about; {@link io.gantry.persistence.fence.Fence} knows the one the thread is in,
 * and every connection tells the database before each statement, whose policies show and take no
 * other rows. Who is in no scope sees no row of a tenant.
 */
@NullMarked
package io.gantry.persistence.fence;

import org.jspecify.annotations.NullMarked;
