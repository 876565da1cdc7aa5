/**
 * The service manager that runs the engine's process: what it is told of a container's start, and
 * what it hands to containers. Start at {@link io.gantry.engine.supervisor.Supervisor}.
 */
@NullMarked
package io.gantry.engine.supervisor;

import org.jspecify.annotations.NullMarked;
