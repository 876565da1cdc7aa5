/**
 * Joins a client with a node: the control plane asks the node to dial, and {@link
 * io.gantry.web.stream.StreamRelay} hands the dialled WebSocket to whoever asked. Each side is read
 * only as fast as the other one takes it.
 */
@NullMarked
package io.gantry.web.stream;

import org.jspecify.annotations.NullMarked;
