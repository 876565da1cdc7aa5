package io.gantry.api.schedule;

/**
 * The wish for a schedule.
 *
 * @param name unique among the schedules of the tenant
 */
public record CreateSchedule(String name, ScheduleSpec spec) {}
