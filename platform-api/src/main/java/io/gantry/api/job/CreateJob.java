package io.gantry.api.job;

import org.jspecify.annotations.Nullable;

/**
 * The wish for a job.
 *
 * @param name unique among the jobs of the tenant; absent is a generated one
 */
public record CreateJob(@Nullable String name, JobSpec spec) {}
