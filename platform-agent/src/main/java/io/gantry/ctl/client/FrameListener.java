package io.gantry.ctl.client;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts messages together and takes the frames apart. Called by one thread at a time. */
final class FrameListener implements WebSocket.Listener {
  private final ProcessOutput output;
  private final CompletableFuture<StreamControl> end = new CompletableFuture<>();
  private final CompletableFuture<Void> attached = new CompletableFuture<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  FrameListener(ProcessOutput output) {
    this.output = output;
  }

  CompletableFuture<StreamControl> end() {
    return end;
  }

  CompletableFuture<Void> attached() {
    return attached;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    message.writeBytes(part);
    if (last) {
      ByteBuffer frame = ByteBuffer.wrap(message.toByteArray());
      message.reset();
      accept(frame);
    }
    socket.request(1);
    return null;
  }

  private void accept(ByteBuffer frame) {
    if (!frame.hasRemaining()) {
      return;
    }
    byte channel = frame.get();
    if (channel == StreamFrame.CONTROL) {
      byte[] text = new byte[frame.remaining()];
      frame.get(text);
      control(Json.MAPPER.readValue(text, StreamControl.class));
      return;
    }
    try {
      output.write(channel, frame);
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
  }

  private void control(StreamControl control) {
    switch (control.type()) {
      case END -> end.complete(control);
      case ERROR -> end.completeExceptionally(failure(control));
      case ATTACHED -> attached.complete(null);
      case READY, RESIZE, PROGRESS, RESULT -> {
        // Not for a client of a process.
      }
    }
  }

  private static RequestFailed failure(StreamControl control) {
    ErrorCode code = control.error() == null ? ErrorCode.INTERNAL : control.error();
    String message = control.message() == null ? "the session failed" : control.message();
    return RequestFailed.inStream(code.name(), message);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    if (status == WebSocket.NORMAL_CLOSURE) {
      end.complete(StreamControl.end(null));
    } else {
      lost(new IOException("closed with " + status + (reason.isEmpty() ? "" : ": " + reason)));
    }
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    lost(error);
  }

  void lost(Throwable cause) {
    end.completeExceptionally(
        RequestFailed.inStream(
            ErrorCode.NODE_UNAVAILABLE.name(), "the session was cut off: " + cause.getMessage()));
  }
}
