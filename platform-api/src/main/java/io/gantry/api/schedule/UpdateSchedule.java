package io.gantry.api.schedule;

/**
 * The schedule's new spec, for the times from now on.
 *
 * @param spec as a whole
 */
public record UpdateSchedule(ScheduleSpec spec) {}
