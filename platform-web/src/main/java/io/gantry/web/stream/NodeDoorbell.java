package io.gantry.web.stream;

import io.gantry.api.node.StreamRequest;

/** Tells a node, through its watch, to dial a stream. */
public interface NodeDoorbell {
  void ring(String nodeId, StreamRequest request);
}
