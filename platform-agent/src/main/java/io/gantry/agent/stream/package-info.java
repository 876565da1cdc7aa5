/**
 * Streams to this node: the control plane asks for one on the watch, {@link
 * io.gantry.agent.stream.Streams} dials it and a {@link io.gantry.agent.stream.StreamHandler} of
 * its kind serves it over a {@link io.gantry.agent.stream.StreamChannel}.
 */
@NullMarked
package io.gantry.agent.stream;

import org.jspecify.annotations.NullMarked;
