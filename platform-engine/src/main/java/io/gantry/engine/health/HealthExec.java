package io.gantry.engine.health;

import io.gantry.api.container.HealthSpec;
import io.gantry.api.error.GantryException;
import io.gantry.engine.exec.ExecSession;
import io.gantry.engine.exec.ExecSessions;
import io.gantry.engine.exec.ExecSpec;
import io.gantry.engine.exec.OutputChunk;
import io.gantry.engine.runtime.MonitorFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks inside containers: a further command without terminal and input (HEALTH-8).
 *
 * @param enders threads that end commands which are late
 */
public record HealthExec(ExecSessions sessions, Clock clock, Executor enders) {
  private static final Logger LOG = LoggerFactory.getLogger(HealthExec.class);
  private static final int MOST_OUTPUT_BYTES = 4096;

  /**
   * Runs one check to its end, or ends it when its time is over; nothing of it is left then. Takes
   * no lock.
   *
   * @param spec of a check that is enabled
   * @param environment added to the container's
   */
  public HealthResult run(
      MonitorFiles container, HealthSpec spec, Map<String, String> environment) {
    Instant start = clock.instant();
    long begun = System.nanoTime();
    ExecSpec command =
        new ExecSpec(HealthCommand.of(spec), environment, null, null, null, false, null);
    try (ExecSession session = sessions.start(container, command, spec.timeout())) {
      Duration left = spec.timeout().minusNanos(System.nanoTime() - begun);
      CompletableFuture<Integer> code = boundedEnd(session, left);
      String output = firstOutput(session);
      return new HealthResult(start, clock.instant(), judged(code.join()), output);
    } catch (GantryException e) {
      return failed(start, e);
    } catch (CompletionException e) {
      return failed(start, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(start, e);
    }
  }

  private CompletableFuture<Integer> boundedEnd(ExecSession session, Duration left) {
    return session
        .exit()
        .orTimeout(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS)
        .exceptionallyAsync(failure -> endLate(session, failure), enders);
  }

  private static int endLate(ExecSession session, Throwable failure) {
    if (!(failure instanceof TimeoutException)) {
      throw new CompletionException(failure);
    }
    try {
      session.end();
    } catch (GantryException e) {
      // Its monitor has the same limit and ends it as soon as it can be ended.
      LOG.atWarn().addKeyValue("exec", session.id()).setCause(e).log("a late check does not end");
    }
    return HealthResult.LATE;
  }

  private static int judged(int code) {
    return code == 0 || code == HealthResult.LATE ? code : HealthResult.FAILED;
  }

  /** Reads to the end, so that the command never waits for a reader, and keeps the beginning. */
  private static String firstOutput(ExecSession session) throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Optional<OutputChunk> chunk = session.streams().read();
    while (chunk.isPresent()) {
      byte[] bytes = chunk.get().bytes();
      output.write(bytes, 0, Math.min(bytes.length, MOST_OUTPUT_BYTES - output.size()));
      chunk = session.streams().read();
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  private HealthResult failed(Instant start, @Nullable Throwable failure) {
    boolean ofCommand =
        failure instanceof GantryException known
            && switch (known.code()) {
              case RUNTIME, RUNTIME_NOT_FOUND, RUNTIME_PERMISSION -> true;
              default -> false;
            };
    int code = ofCommand ? HealthResult.FAILED : HealthResult.ENGINE_FAILED;
    return new HealthResult(
        start, clock.instant(), code, failure == null ? "" : String.valueOf(failure.getMessage()));
  }
}
