package io.gantry.engine.linux;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Paths of the host that users name. One may lie on a file system whose server is gone: the kernel
 * keeps whoever asks for it until the server is back, and no signal but KILL ends that. So a thread
 * of its own asks, and is left behind when it is late; the next who asks for the same path waits
 * for the same thread, so there is never more than one for each. They are the process's, as its
 * threads are. Thread-safe.
 */
public final class HostPaths {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Map<Path, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

  /**
   * Whether something is there.
   *
   * @throws GantryException TIMEOUT if nobody answers for ten seconds, INTERNAL without threads
   */
  public boolean exist(Path path) {
    try {
      return asked.computeIfAbsent(path, this::ask).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw GantryException.of(
          ErrorCode.TIMEOUT,
          "%s does not answer: look after its file system, or unmount it".formatted(path),
          e);
    } catch (ExecutionException e) {
      throw GantryException.of(ErrorCode.INTERNAL, path + " cannot be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GantryException.of(ErrorCode.TIMEOUT, "interrupted while looking at " + path, e);
    }
  }

  private CompletableFuture<Boolean> ask(Path path) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      NewThread.start(
          "gantry-host-path",
          () -> {
            boolean exists = Files.exists(path);
            asked.remove(path);
            answer.complete(exists);
          });
    } catch (SyscallException e) {
      throw GantryException.of(ErrorCode.INTERNAL, path + " cannot be looked at", e);
    }
    return answer;
  }
}
