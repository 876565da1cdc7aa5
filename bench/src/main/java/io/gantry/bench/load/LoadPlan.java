package io.gantry.bench.load;

import java.time.Duration;

/**
 * How much load there is.
 *
 * @param time no round begins, and no container is made, when it is over; the first round and one
 *     more are done in any case
 * @param containers of a round; after it the engine is at rest
 * @param clients how many work at a time, each on one container
 */
record LoadPlan(Duration time, int containers, int clients) {}
