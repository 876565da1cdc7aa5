/**
 * Schedules: jobs made at times a cron expression names. Start at {@link
 * io.gantry.api.schedule.ScheduleSpec}.
 */
@NullMarked
package io.gantry.api.schedule;

import org.jspecify.annotations.NullMarked;
