package io.gantry.agent.stream;

import io.gantry.api.node.StreamControl;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what the other side of a stream sends, one call at a time. A call that blocks holds the
 * sender back.
 */
interface Inbound {
  /** For kinds to which nothing is sent. */
  Inbound NOTHING = new Inbound() {};

  /** For kinds to which nothing is sent, and that stop when the other side leaves. */
  static Inbound whenClosed(Runnable stop) {
    return new Inbound() {
      @Override
      public void closed() {
        stop.run();
      }
    };
  }

  /** Bytes of input; the buffer belongs to the callee. */
  default void data(ByteBuffer bytes) throws IOException {}

  /** No more input comes; output goes on. */
  default void endOfInput() throws IOException {}

  /** A control message, as a change of the terminal's size. */
  default void control(StreamControl control) throws IOException {}

  /** The stream is over, whoever ended it. Called once, after everything else. */
  default void closed() {}
}
