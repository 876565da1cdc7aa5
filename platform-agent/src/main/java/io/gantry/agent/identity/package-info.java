/**
 * Who this node is: its key pair, which never leaves it ({@link io.gantry.agent.identity.NodeKey}),
 * the id it got by enrolling ({@link io.gantry.agent.identity.Enrol}) and the token that proves
 * both ({@link io.gantry.agent.identity.NodeCredential}).
 */
@NullMarked
package io.gantry.agent.identity;

import org.jspecify.annotations.NullMarked;
