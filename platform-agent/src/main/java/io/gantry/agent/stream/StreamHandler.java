package io.gantry.agent.stream;

import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import java.io.IOException;

/** Serves streams of one kind. */
@FunctionalInterface
interface StreamHandler {
  /**
   * Serves one stream until its end. It calls {@link StreamChannel#listen} once.
   *
   * @return the message that ends the stream
   * @throws GantryException to be told to the other side
   * @throws IOException if the stream or what it serves broke
   */
  StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException;
}
