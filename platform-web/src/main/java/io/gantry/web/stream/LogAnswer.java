package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.MultiplexedStream;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import io.gantry.web.request.ClientPresence;
import io.gantry.web.stream.FrameQueue.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Writes output of a process into an HTTP answer as it comes. What a node refuses before the first
 * byte becomes a problem; a stream that breaks later breaks the answer, so that it is not taken for
 * complete.
 */
final class LogAnswer {
  private final Set<Byte> channels;
  private final String mediaType;
  private final ControlCodec codec = new ControlCodec();

  /**
   * Who is answered.
   *
   * @param lookEvery how often to look, in a silence, whether the client is still there
   */
  record Listener(HttpServletResponse response, ClientPresence presence, Duration lookEvery) {
    /** The next frame; empty at the end. Fails if the client leaves before one comes. */
    Optional<Frame> next(FrameQueue frames) throws IOException {
      while (!frames.await(lookEvery)) {
        if (presence.isGone()) {
          throw new IOException("the client has left");
        }
      }
      return frames.take();
    }
  }

  LogAnswer(Set<Byte> channels, String mediaType) {
    this.channels = Set.copyOf(channels);
    this.mediaType = mediaType;
  }

  /** Only what comes as output, as it is. */
  static LogAnswer ofOutput(String mediaType) {
    return new LogAnswer(Set.of(StreamFrame.STDOUT), mediaType);
  }

  /** Writes until the stream ends, fails, or the client has left. */
  void write(NodeStream stream, Listener client) throws IOException {
    HttpServletResponse response = client.response();
    try (FrameQueue frames = new FrameQueue()) {
      stream.deliverTo(frames);
      Optional<Frame> frame = client.next(frames);
      requireGood(frame);
      response.setContentType(mediaType);
      response.flushBuffer();
      OutputStream body = response.getOutputStream();
      for (; frame.isPresent(); frame = client.next(frames)) {
        write(frame.get(), body);
        if (frames.isEmpty()) {
          response.flushBuffer();
        }
      }
    }
  }

  private void requireGood(Optional<Frame> first) throws IOException {
    if (first.isEmpty()) {
      throw GantryException.of(ErrorCode.NODE_UNAVAILABLE, "the node sent nothing");
    }
    if (first.get().channel() == StreamFrame.CONTROL) {
      StreamControl control = codec.read(first.get().payload().duplicate());
      if (control.type() == StreamControl.Type.ERROR) {
        throw Replies.failure(control);
      }
    }
  }

  private void write(Frame frame, OutputStream body) throws IOException {
    ByteBuffer payload = frame.payload();
    if (frame.channel() == StreamFrame.CONTROL) {
      StreamControl control = codec.read(payload);
      if (control.type() == StreamControl.Type.ERROR) {
        throw new IOException("the log broke off: " + control.message());
      }
    } else if (channels.contains(frame.channel()) && payload.hasRemaining()) {
      if (mediaType.equals(MultiplexedStream.MEDIA_TYPE)) {
        body.write(MultiplexedStream.header(frame.channel(), payload.remaining()));
      }
      WritableByteChannel out = Channels.newChannel(body);
      while (payload.hasRemaining()) {
        out.write(payload);
      }
    }
  }
}
