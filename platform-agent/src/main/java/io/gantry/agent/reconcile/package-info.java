/**
 * Makes what is into what should be. {@link io.gantry.agent.reconcile.Decide} compares one
 * assignment with one container and names the next act, {@link
 * io.gantry.agent.reconcile.Reconciler} carries it out and asks again until nothing is left to do.
 * {@link io.gantry.agent.reconcile.Ceiling} is what the node's owner allows.
 */
@NullMarked
package io.gantry.agent.reconcile;

import org.jspecify.annotations.NullMarked;
