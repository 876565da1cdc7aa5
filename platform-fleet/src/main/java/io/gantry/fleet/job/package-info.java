/**
 * Jobs: containers run until enough ended well. What comes next is decided by {@link
 * io.gantry.fleet.job.JobDecision}, which knows no database; {@link
 * io.gantry.fleet.job.JobReconciler} does it.
 */
@NullMarked
package io.gantry.fleet.job;

import org.jspecify.annotations.NullMarked;
