package io.gantry.agent.watch;

import io.gantry.api.node.WatchEvent;

/** Takes what the control plane says. Called on the watch's thread, in the order it was said. */
public interface WatchListener {
  /** Where the watch goes on; 0 asks for the whole list. */
  long resourceVersion();

  /** Whether what is known here is in doubt and the watch is to begin with the whole list again. */
  boolean wantsList();

  /** Takes one event in; what it changed is durable when this returns. */
  void accept(WatchEvent event);
}
