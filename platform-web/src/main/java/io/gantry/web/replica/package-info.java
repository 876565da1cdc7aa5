/**
 * Several replicas behind one address: a stream that a node dials may arrive at a replica that did
 * not ask for it, and is passed on to the one that did. Start at {@link
 * io.gantry.web.replica.StreamForwarding}.
 */
@NullMarked
package io.gantry.web.replica;

import org.jspecify.annotations.NullMarked;
