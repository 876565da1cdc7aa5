package io.gantry.web.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what a node sends on one stream, one call at a time. */
interface StreamReceiver {
  /**
   * Takes one frame; the node is held back until it returns.
   *
   * @param payload good until the call returns
   * @throws IOException if the receiver is gone, which ends the stream
   */
  void frame(byte channel, ByteBuffer payload) throws IOException;

  /** Nothing more comes: the stream ended with the frame before, or this side ended it. */
  void closed();
}
