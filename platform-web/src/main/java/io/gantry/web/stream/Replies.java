package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node answers on a stream that carries no process's output: progress, then a result. */
final class Replies implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private final FrameQueue frames = new FrameQueue();
  private final ControlCodec codec = new ControlCodec();

  Replies(NodeStream stream) {
    stream.deliverTo(frames);
  }

  /**
   * The next progress, result or end; empty when the node sends nothing more.
   *
   * @throws GantryException what the node refused the request with; TIMEOUT
   */
  Optional<StreamControl> next() {
    Optional<FrameQueue.Frame> frame = frames.take(LONGEST_SILENCE);
    while (frame.isPresent() && frame.get().channel() != StreamFrame.CONTROL) {
      frame = frames.take(LONGEST_SILENCE);
    }
    return frame.map(this::control);
  }

  /** The result's JSON; absent if the node had nothing to say but that it is done. */
  @Nullable String result() {
    String result = null;
    for (Optional<StreamControl> next = next(); next.isPresent(); next = next()) {
      if (next.get().type() == StreamControl.Type.RESULT) {
        result = next.get().value();
      }
    }
    return result;
  }

  private StreamControl control(FrameQueue.Frame frame) {
    StreamControl control;
    try {
      control = codec.read(frame.payload());
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "the node's answer cannot be read", e);
    }
    if (control.type() == StreamControl.Type.ERROR) {
      throw failure(control);
    }
    return control;
  }

  /** The failure a control message of the type ERROR tells. */
  static GantryException failure(StreamControl control) {
    return GantryException.of(
        control.error() == null ? ErrorCode.INTERNAL : control.error(),
        control.message() == null ? "the node failed and did not say why" : control.message());
  }

  @Override
  public void close() {
    frames.close();
  }
}
