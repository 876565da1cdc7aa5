package io.gantry.persistence.fence;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the scope each thread is in. Scopes may be entered in one another; the innermost counts.
 */
@SuppressWarnings("ThreadLocalUsage") // There is one fence for each application, and it stays.
public final class Fence {
  private final ThreadLocal<@Nullable Scope> current = new ThreadLocal<>();

  /** Does the work in the scope, also within a transaction that has begun in another. */
  public <T> T within(Scope scope, Supplier<T> work) {
    Scope before = exchange(scope);
    try {
      return work.get();
    } finally {
      exchange(before);
    }
  }

  /** Does the work in the scope, also within a transaction that has begun in another. */
  public void run(Scope scope, Runnable work) {
    Scope before = exchange(scope);
    try {
      work.run();
    } finally {
      exchange(before);
    }
  }

  Optional<Scope> current() {
    return Optional.ofNullable(current.get());
  }

  /** Enters a scope, or none; returns the one the thread was in. */
  @Nullable Scope exchange(@Nullable Scope scope) {
    Scope before = current.get();
    if (scope == null) {
      current.remove();
    } else {
      current.set(scope);
    }
    return before;
  }
}
