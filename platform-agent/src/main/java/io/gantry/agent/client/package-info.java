/**
 * How the agent speaks to the control plane: one HTTP client ({@link
 * io.gantry.agent.client.ControlPlane}) that signs each request. Nothing here knows what is said.
 */
@NullMarked
package io.gantry.agent.client;

import org.jspecify.annotations.NullMarked;
