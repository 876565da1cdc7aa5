package io.gantry.engine.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a worker has done beside an operation, or its failure as it was thrown there. */
final class Joined {
  private Joined() {}

  static <T extends @Nullable Object> T of(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
