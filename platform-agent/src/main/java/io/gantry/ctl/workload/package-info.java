/** Commands about what runs containers by itself: jobs, schedules, services. */
@NullMarked
package io.gantry.ctl.workload;

import org.jspecify.annotations.NullMarked;
