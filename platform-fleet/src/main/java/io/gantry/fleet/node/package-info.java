/**
 * Nodes: enrolment, presence, draining, what each one should run ({@link
 * io.gantry.fleet.node.AssignmentWatch}) and the streams it is asked to dial.
 */
@NullMarked
package io.gantry.fleet.node;

import org.jspecify.annotations.NullMarked;
