package io.gantry.web.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Which watches are open on this replica. A node has one: when it opens another, the older one's
 * connection is dead without anybody having noticed, and must not take what is meant for the node.
 * Thread-safe.
 */
@Component
class WatchRegister implements DisposableBean {
  private final Map<String, Entry> watches = new ConcurrentHashMap<>();

  /** Registers the current thread's watch and ends the node's older one. */
  Entry enter(String nodeId) {
    Entry entry = new Entry(nodeId, Thread.currentThread());
    Entry older = watches.put(nodeId, entry);
    if (older != null) {
      older.thread.interrupt();
    }
    return entry;
  }

  /** The control plane stops: nodes connect to another replica, or again. */
  @Override
  public void destroy() {
    watches.values().forEach(entry -> entry.thread.interrupt());
  }

  /** An open watch. */
  final class Entry implements AutoCloseable {
    private final String nodeId;
    private final Thread thread;

    private Entry(String nodeId, Thread thread) {
      this.nodeId = nodeId;
      this.thread = thread;
    }

    String nodeId() {
      return nodeId;
    }

    @Override
    public void close() {
      watches.remove(nodeId, this);
    }
  }
}
