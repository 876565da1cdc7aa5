/**
 * Schedules: when the next job is due ({@link io.gantry.fleet.schedule.CronTimes}), what becomes of
 * the times that have passed ({@link io.gantry.fleet.schedule.ScheduleDecision}), and doing it.
 */
@NullMarked
package io.gantry.fleet.schedule;

import org.jspecify.annotations.NullMarked;
