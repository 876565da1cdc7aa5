/**
 * What the agent shows of itself: health and metrics, on the loopback interface only. Start at
 * {@link io.gantry.agent.observe.ObserveServer}.
 */
@NullMarked
package io.gantry.agent.observe;

import org.jspecify.annotations.NullMarked;
