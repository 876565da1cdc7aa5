/**
 * Threads and waiting: the one place where the agent makes threads ({@link
 * io.gantry.agent.work.Loop}, {@link io.gantry.agent.work.KeyedWorkers}) and where a thread waits
 * ({@link io.gantry.agent.work.Backoff}, {@link io.gantry.agent.work.Signal}). Nothing here knows
 * what the work is.
 */
@NullMarked
package io.gantry.agent.work;

import org.jspecify.annotations.NullMarked;
