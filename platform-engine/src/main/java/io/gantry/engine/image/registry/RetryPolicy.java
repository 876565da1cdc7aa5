package io.gantry.engine.image.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How often a registry is asked again after the way to it broke, or after it said that it is busy.
 * What it refuses for good (4xx), a certificate that is not good and a name without an address are
 * not tried again.
 *
 * @param mostFailures in a row, with the first one
 * @param first wait; each further one is twice as long
 * @param longest wait, also where the server asks for a longer one
 * @param stall how long nothing may come before the connection counts as broken
 */
record RetryPolicy(int mostFailures, Duration first, Duration longest, Duration stall) {
  static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(30));

  /** Something that is asked of a server. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  /** Asks until there is an answer. */
  <T> T send(Request<T> request) throws IOException {
    Failures failures = new Failures(this);
    while (true) {
      try {
        return request.send();
      } catch (IOException e) {
        failures.waitAfter(e);
      }
    }
  }

  /** What went wrong with one request so far. One thread uses it. */
  static final class Failures {
    private final RetryPolicy policy;
    private int inARow;

    Failures(RetryPolicy policy) {
      this.policy = policy;
    }

    /** What came since the last failure is worth a new beginning. */
    void forget() {
      inARow = 0;
    }

    /** Waits until it may be tried again; throws the failure if it may not. */
    void waitAfter(IOException failure) throws IOException {
      inARow++;
      if (inARow >= policy.mostFailures || !mayPass(failure)) {
        throw failure;
      }
      try {
        Thread.sleep(policy.wait(inARow, failure));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("given up");
      }
    }
  }

  private static boolean mayPass(IOException failure) {
    if (failure instanceof RefusedException refused) {
      return refused.mayPass();
    }
    boolean givenUp =
        failure instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
    return !givenUp && !(failure instanceof SSLException) && !hasNoAddress(failure);
  }

  private static boolean hasNoAddress(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  private Duration wait(int failures, IOException failure) {
    Duration grown = first.multipliedBy(1L << Math.min(failures - 1, 20));
    @Nullable Duration asked =
        failure instanceof RefusedException refused ? refused.retryAfter() : null;
    Duration wanted = asked == null || asked.compareTo(grown) < 0 ? grown : asked;
    return wanted.compareTo(longest) < 0 ? wanted : longest;
  }
}
