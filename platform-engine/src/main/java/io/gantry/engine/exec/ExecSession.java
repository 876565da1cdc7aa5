package io.gantry.engine.exec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A command that runs in a container, and the connection to its streams. Thread-safe as {@link
 * AttachSession} is.
 */
public final class ExecSession implements AutoCloseable {
  private static final Duration KILL_WAIT = Duration.ofSeconds(5);
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final String id;
  private final AttachSession streams;
  private final ProcessIdentity process;
  private final CompletableFuture<Integer> exit;

  ExecSession(
      String id, AttachSession streams, ProcessIdentity process, CompletableFuture<Integer> exit) {
    this.id = id;
    this.streams = streams;
    this.process = process;
    this.exit = exit;
  }

  public String id() {
    return id;
  }

  public AttachSession streams() {
    return streams;
  }

  /**
   * Completes with what the command returned, after its last output was sent; exceptionally with
   * MONITOR_DEAD if nobody knows.
   */
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  /** Asks the command's process to end, and kills it after the grace (EXEC-11). */
  public void stop(Duration grace) {
    try (PidFd open = PidFd.open(process).orElse(null)) {
      if (open == null) {
        return;
      }
      boolean ended = !grace.isZero() && (!open.signal(SIGTERM) || open.waitForEnd(grace));
      if (!ended && open.signal(SIGKILL) && !open.waitForEnd(KILL_WAIT)) {
        throw GantryException.of(ErrorCode.TIMEOUT, "the command does not end, it was killed")
            .about("exec", id);
      }
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot stop the command", e).about("exec", id);
    }
  }

  /** Leaves the session; the command goes on unless it was stopped. */
  @Override
  public void close() {
    streams.close();
  }
}
