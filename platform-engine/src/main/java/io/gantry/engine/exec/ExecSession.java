package io.gantry.engine.exec;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessGroup;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command that runs in a container, and the connection to its streams. Thread-safe as {@link
 * AttachSession} is.
 */
public final class ExecSession implements AutoCloseable {
  private static final Duration KILL_WAIT = Duration.ofSeconds(5);
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private static final Duration OUTPUT_WAIT = Duration.ofSeconds(2);

  private final ContainerId container;
  private final String id;
  private final AttachSession streams;
  private final ProcessIdentity process;
  private final CompletableFuture<Integer> exit;

  ExecSession(
      SessionDirectory directory,
      AttachSession streams,
      ProcessIdentity process,
      CompletableFuture<Integer> exit) {
    this.container = directory.container().id();
    this.id = directory.session();
    this.streams = streams;
    this.process = process;
    this.exit = exit;
  }

  /** Its own id, 64 hexadecimal digits, by which it is asked for later. */
  public String id() {
    return id;
  }

  /** The connection to its streams; closing it leaves the command running. */
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

  /** Whether its command runs in the container now. */
  boolean runsIn(ContainerId other) {
    return isOf(other) && process.isAlive();
  }

  boolean isOf(ContainerId other) {
    return container.equals(other);
  }

  /**
   * Kills the command with its process group and waits until nothing of the session is left. Who is
   * attached gets the rest of the output if it reads it.
   */
  public void end() {
    kill();
    if (isOver(OUTPUT_WAIT)) {
      return;
    }
    streams.close();
    if (!isOver(KILL_WAIT)) {
      throw GantryException.of(ErrorCode.TIMEOUT, "the command's monitor does not end")
          .about("exec", id);
    }
  }

  /** Kills the command with its process group. */
  void kill() {
    try {
      ProcessGroup.kill(process);
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot kill the command", e).about("exec", id);
    }
    stop(Duration.ZERO);
  }

  private boolean isOver(Duration limit) {
    try {
      return exit.handle((code, failure) -> true).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "cannot wait for the command", e)
          .about("exec", id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while waiting for a command", e);
    }
  }

  /** Leaves the session; the command goes on unless it was stopped. */
  @Override
  public void close() {
    streams.close();
  }
}
