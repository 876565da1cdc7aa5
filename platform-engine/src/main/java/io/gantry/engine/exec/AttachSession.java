package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.MultiplexedStream;
import io.gantry.engine.linux.NewThread;
import io.gantry.engine.linux.SeqPacketSocket;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.runtime.ControlFifo;
import io.gantry.engine.runtime.MonitorFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client's connection to the streams of a process. Input and output are independent: after the
 * end of input, output goes on until the process has closed it. One thread may read while another
 * writes; closing ends both and leaves the process running.
 */
public final class AttachSession implements AutoCloseable {
  /** The most a monitor takes in one packet, one less than its buffer. */
  private static final int MAXIMUM_INPUT_BYTES = 32 * 1024 - 1;

  private final MonitorFiles files;
  private final SeqPacketSocket socket;
  private final DetachKeys keys;
  private final OutputQueue queue = new OutputQueue();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread pump;

  private AttachSession(MonitorFiles files, SeqPacketSocket socket, DetachKeys keys) {
    this.files = files;
    this.socket = socket;
    this.keys = keys;
    this.pump =
        Thread.ofPlatform()
            .name("gantry-attach-" + files.id().shortId())
            .daemon()
            .unstarted(new OutputPump(files.id(), socket, queue));
  }

  /**
   * Connects to a monitor. Attaching before the container's start loses no output (START-13).
   *
   * @throws GantryException MONITOR_DEAD if no monitor listens
   */
  public static AttachSession open(MonitorFiles files, DetachKeys keys) {
    try {
      SeqPacketSocket socket = SeqPacketSocket.connect(files.attachSocket());
      return start(new AttachSession(files, socket, keys));
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.MONITOR_DEAD, "no monitor listens for attaching", e)
          .about("container", files.id());
    }
  }

  private static AttachSession start(AttachSession session) {
    try {
      NewThread.start(session.pump);
      return session;
    } catch (SyscallException e) {
      session.socket.close();
      throw GantryException.of(ErrorCode.INTERNAL, "nobody can read the container's output", e)
          .about("container", session.files.id());
    }
  }

  /**
   * Waits for output.
   *
   * @return empty when the process has closed its output or the session is closed
   * @throws GantryException TIMEOUT if output was not read fast enough
   */
  public Optional<OutputChunk> read() throws InterruptedException {
    return queue.take();
  }

  /**
   * Writes all output to a stream as an HTTP answer carries it: that of a terminal as it is, else
   * each piece with its header (ATTACH-6). Returns when the process has closed its output or the
   * session is closed.
   *
   * @throws GantryException TIMEOUT if output was not taken fast enough
   */
  public void copyTo(OutputStream out, boolean terminal) throws IOException, InterruptedException {
    Optional<OutputChunk> chunk = read();
    while (chunk.isPresent()) {
      byte[] bytes = chunk.get().bytes();
      if (!terminal) {
        out.write(MultiplexedStream.header(chunk.get().stream().descriptor(), bytes.length));
      }
      out.write(bytes);
      out.flush();
      chunk = read();
    }
  }

  /**
   * Sends input. What the process no longer takes is dropped, as a pipe nobody reads would.
   *
   * @return false if it held the keys to detach: the session is closed and the process goes on
   */
  public boolean write(byte[] input) {
    DetachKeys.Scan scan = keys.scan(input);
    send(scan.passed());
    if (scan.detached()) {
      close();
    }
    return !scan.detached();
  }

  /** Ends the input; output goes on (ATTACH-2). */
  public void closeInput() {
    send(keys.rest());
    try {
      socket.shutdownSending();
    } catch (SyscallException e) {
      throw broken(e);
    }
  }

  /** Gives the process's terminal a size. */
  public void resize(int rows, int columns) {
    new ControlFifo(files).resize(rows, columns);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.end(null);
    try {
      socket.shutdown();
      pump.join();
    } catch (SyscallException e) {
      throw broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      socket.close();
    }
  }

  /** An empty packet would be taken for the end of input. */
  private void send(byte[] input) {
    for (int from = 0; from < input.length; from += MAXIMUM_INPUT_BYTES) {
      int to = Math.min(input.length, from + MAXIMUM_INPUT_BYTES);
      try {
        socket.send(Arrays.copyOfRange(input, from, to));
      } catch (SyscallException e) {
        switch (e.errno()) {
          case EPIPE, ECONNRESET, ENOTCONN -> {
            return; // the monitor has ended or listens no more
          }
          default -> throw broken(e);
        }
      }
    }
  }

  private GantryException broken(SyscallException cause) {
    return GantryException.of(ErrorCode.INTERNAL, "the stream to the monitor broke", cause)
        .about("container", files.id());
  }
}
