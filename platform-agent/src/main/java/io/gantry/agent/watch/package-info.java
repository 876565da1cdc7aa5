/**
 * The node's watch: one long answer of the control plane, a JSON line per event. {@link
 * io.gantry.agent.watch.Watch} keeps it open and hands what it says to a {@link
 * io.gantry.agent.watch.WatchListener}.
 */
@NullMarked
package io.gantry.agent.watch;

import org.jspecify.annotations.NullMarked;
