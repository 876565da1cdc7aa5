/**
 * How a node proves who it is: a JSON Web Token signed for each request with the key pair made on
 * the node ({@link io.gantry.security.node.NodeTokenVerifier}).
 */
@NullMarked
package io.gantry.security.node;

import org.jspecify.annotations.NullMarked;
