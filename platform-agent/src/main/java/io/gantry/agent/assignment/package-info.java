/**
 * What this node was told to run and how far it got, kept on the node so that it goes on with the
 * control plane away. Start at {@link io.gantry.agent.assignment.AssignmentStore}. Nothing here
 * acts on containers.
 */
@NullMarked
package io.gantry.agent.assignment;

import org.jspecify.annotations.NullMarked;
