/**
 * Jobs: containers that are run until enough of them ended well. Start at {@link
 * io.gantry.api.job.JobSpec}.
 */
@NullMarked
package io.gantry.api.job;

import org.jspecify.annotations.NullMarked;
