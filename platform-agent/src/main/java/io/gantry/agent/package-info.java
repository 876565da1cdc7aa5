/**
 * The host agent's command line and the one place where its parts are put together. Start at {@link
 * io.gantry.agent.GantryAgent} and {@link io.gantry.agent.HostAgent}.
 */
@NullMarked
package io.gantry.agent;

import org.jspecify.annotations.NullMarked;
