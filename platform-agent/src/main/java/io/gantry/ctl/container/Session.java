package io.gantry.ctl.container;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.StreamControl;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ProcessOutput;
import io.gantry.ctl.client.ProcessStream;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.shell.Console;
import io.gantry.ctl.shell.DetachKeys;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The caller's keyboard and screen on one process: attach and exec. Used once. */
final class Session {
  private static final int CHUNK = 8 * 1024;
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Shell shell;
  private final boolean tty;
  private final boolean stdin;
  private final DetachKeys detachKeys;
  private volatile boolean detached;

  /** How an attachment ended. */
  enum End {
    ENDED,
    DETACHED,
    /** The container had already ended: only its log tells what it wrote. */
    TOO_LATE
  }

  Session(Shell shell, boolean tty, boolean stdin, DetachKeys detachKeys) {
    this.shell = shell;
    this.tty = tty;
    this.stdin = stdin;
    this.detachKeys = detachKeys;
  }

  boolean detached() {
    return detached;
  }

  /** Attaches to a running container until it ends or the caller leaves. */
  End attach(String id) throws IOException {
    try {
      run(Containers.path(id, "attach").when(stdin, "stdin"));
      return detached ? End.DETACHED : End.ENDED;
    } catch (RequestFailed e) {
      if (e.is(ErrorCode.STATE_INVALID)
          || e.is(ErrorCode.CONTAINER_STOPPED)
          || e.is(ErrorCode.NO_SUCH_CONTAINER)) {
        return End.TOO_LATE;
      }
      throw e;
    }
  }

  /**
   * Attaches to a container that was not started, starts it, and stays until it ends or the caller
   * leaves: none of its output is missed.
   *
   * @param start done once attached
   * @return TOO_LATE if the node cannot prepare it: it has not been started then
   */
  End attachAndStart(String id, Runnable start) throws IOException {
    ApiPath path = Containers.path(id, "attach").when(stdin, "stdin").when(true, "init");
    try {
      Integer unused =
          run(
              path,
              stream -> {
                awaitAttached(stream);
                start.run();
              });
      return detached ? End.DETACHED : End.ENDED;
    } catch (NotAttached e) {
      return End.TOO_LATE;
    }
  }

  /** The node refused before it was attached. */
  private static final class NotAttached extends IOException {
    private static final long serialVersionUID = 1L;

    NotAttached(@Nullable Throwable cause) {
      super(cause);
    }
  }

  /** A node that does not know how to prepare says nothing. */
  private static void awaitAttached(ProcessStream stream) throws NotAttached {
    try {
      Object unused =
          CompletableFuture.anyOf(stream.attached(), stream.end())
              .completeOnTimeout(new Object(), SILENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
    } catch (CompletionException e) {
      throw new NotAttached(e.getCause());
    }
    if (stream.end().isDone()) {
      throw new NotAttached(null);
    }
  }

  /** What is done with a stream before anything is sent to it. */
  @FunctionalInterface
  private interface Beginning {
    void begin(ProcessStream stream) throws IOException;
  }

  /** Runs the session at the path; returns the code it ended with, if it has one. */
  @Nullable Integer run(ApiPath path) throws IOException {
    return run(path, stream -> {});
  }

  private @Nullable Integer run(ApiPath path, Beginning beginning) throws IOException {
    try (Console console = tty ? Console.open() : null;
        ProcessStream stream =
            shell.controlPlane().dial(path, new ProcessOutput(shell.out(), shell.err()))) {
      beginning.begin(stream);
      if (console != null) {
        console.onResize(stream::resize);
      }
      if (stdin) {
        Thread.ofPlatform()
            .daemon()
            .name("gantryctl-input")
            .start(() -> pump(console == null ? shell.in() : console.input(), stream));
      }
      return await(stream).exitCode();
    }
  }

  private static StreamControl await(ProcessStream stream) throws IOException {
    try {
      return stream.end().join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RequestFailed failed -> throw failed;
        case IOException unwritable -> throw unwritable;
        case null, default -> throw e;
      }
    }
  }

  private void pump(InputStream input, ProcessStream stream) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        if (tty && detachKeys.seenIn(buffer, length)) {
          detached = true;
          stream.end().complete(StreamControl.end(null));
          return;
        }
        stream.send(buffer, length);
      }
    } catch (IOException e) {
      // The terminal went away: for the process its input ended, as told below.
      shell.err().println("warning: the input broke off: " + e.getMessage());
    }
    stream.endInput();
  }
}
