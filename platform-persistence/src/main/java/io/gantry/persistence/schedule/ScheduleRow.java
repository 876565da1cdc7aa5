package io.gantry.persistence.schedule;

import io.gantry.api.schedule.ScheduleResource;
import java.time.Instant;

/**
 * A schedule with what only the fleet asks for. Its next times are not in it.
 *
 * @param number its place in lists
 * @param consideredUntil times up to this one have been decided on
 */
public record ScheduleRow(long number, Instant consideredUntil, ScheduleResource schedule) {}
