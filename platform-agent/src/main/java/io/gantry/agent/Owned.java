package io.gantry.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things to be closed in the reverse order of their making; one that fails stops none. */
final class Owned implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Owned.class);

  private record Part(String name, AutoCloseable value) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.value().close();
      } catch (Exception e) {
        // The outermost edge of the process: whatever one part throws, the others are closed.
        log.warn("closing the {} failed", part.name(), e);
      }
    }
  }
}
