package io.gantry.fleet.audit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** For whom Gantry itself acts on this thread; entries of the audit log say so. */
@Component
@SuppressWarnings("ThreadLocalUsage") // There is one for each application, and it stays.
public class OnBehalf {
  private final ThreadLocal<@Nullable String> asking = new ThreadLocal<>();

  OnBehalf() {}

  /** Does the work on behalf of an account. */
  public <T> T of(String account, Supplier<T> work) {
    asking.set(account);
    try {
      return work.get();
    } finally {
      asking.remove();
    }
  }

  /** The account; absent if whoever acts does it for themselves. */
  @Nullable String current() {
    return asking.get();
  }
}
