package io.gantry.engine.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Exchanges names for each other, again and again and as fast as it can, as a container does that
 * wants the engine to look at one thing and take another.
 */
public final class Swapper implements AutoCloseable {
  private static final FileCalls LIBC = LibC.bind(FileCalls.class);
  private static final int RENAME_EXCHANGE = 2;
  private static final int TURN = 15;

  private final List<Pair> pairs;
  private final AtomicLong swaps = new AtomicLong();
  private final Thread thread = new Thread(this::run, "swapper");
  private volatile boolean closed;

  private Swapper(List<Pair> pairs) {
    this.pairs = pairs;
  }

  /** Two names in one directory. */
  public record Pair(Path directory, String one, String other) {}

  /** Begins. */
  public static Swapper start(List<Pair> pairs) {
    Swapper swapper = new Swapper(List.copyOf(pairs));
    swapper.thread.start();
    return swapper;
  }

  /** How often something was exchanged so far; a name that is missing just now does not count. */
  public long swaps() {
    return swaps.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      for (Pair pair : pairs) {
        swapFor(pair);
      }
    }
  }

  /** A directory that goes away may come again as another one. */
  private void swapFor(Pair pair) {
    byte[] one = PathBytes.encode(pair.one());
    byte[] other = PathBytes.encode(pair.other());
    try (Directory directory = Directory.open(pair.directory())) {
      int number = directory.descriptor().number();
      for (int i = 0; i < TURN && !closed; i++) {
        if (LIBC.renameat2(number, one, number, other, RENAME_EXCHANGE) == 0) {
          swaps.incrementAndGet();
        }
      }
    } catch (SyscallException e) {
      // It is not there just now.
    }
  }
}
