package io.gantry.engine.exec;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Errno;
import io.gantry.engine.linux.SeqPacketSocket;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.StandardStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Receives what a monitor sends to one client. The monitor serves all its clients, the log and the
 * exit file on one thread and waits for a client that does not take its output. So this goes on
 * receiving, and drops a reader that is stuck.
 */
final class OutputPump implements Runnable {
  /** How long a reader may take nothing while the queue is full. */
  private static final Duration STUCK = Duration.ofSeconds(10);

  private static final int PACKET_BYTES = 8192 + 1;
  private static final int STDERR = 3;

  private final ContainerId id;
  private final SeqPacketSocket socket;
  private final OutputQueue queue;

  OutputPump(ContainerId id, SeqPacketSocket socket, OutputQueue queue) {
    this.id = id;
    this.socket = socket;
    this.queue = queue;
  }

  @Override
  public void run() {
    try {
      byte[] packet = new byte[PACKET_BYTES];
      int length = receive(packet);
      while (length > 0) {
        if (length > 1 && !queue.offer(chunk(packet, length), STUCK)) {
          drop();
          return;
        }
        length = receive(packet);
      }
      queue.end(null);
    } catch (SyscallException e) {
      queue.end(failure(ErrorCode.INTERNAL, "the stream of the monitor broke: " + e.getMessage()));
    } catch (InterruptedException e) {
      queue.end(failure(ErrorCode.INTERNAL, "the stream was interrupted"));
      Thread.currentThread().interrupt();
    }
  }

  /** A monitor that ends may reset the connection: that is an end as any other (ATTACH-2). */
  private int receive(byte[] packet) throws SyscallException {
    try {
      return socket.receive(packet);
    } catch (SyscallException e) {
      if (e.is(Errno.ECONNRESET)) {
        return 0;
      }
      throw e;
    }
  }

  private static OutputChunk chunk(byte[] packet, int length) {
    StandardStream stream = packet[0] == STDERR ? StandardStream.STDERR : StandardStream.STDOUT;
    return new OutputChunk(stream, Arrays.copyOfRange(packet, 1, length));
  }

  private void drop() throws SyscallException {
    queue.end(
        failure(ErrorCode.TIMEOUT, "the output was not read fast enough, the stream is closed"));
    socket.shutdown();
  }

  private GantryException failure(ErrorCode code, String message) {
    return GantryException.of(code, message).about("container", id);
  }
}
