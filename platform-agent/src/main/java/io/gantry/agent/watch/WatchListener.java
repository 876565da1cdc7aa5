package io.gantry.agent.watch;

import io.gantry.api.node.WatchEvent;

/** Takes what the control plane says. Called on the watch's thread, in the order it was said. */
public interface WatchListener {
  /** Where the watch goes on; 0 asks for the whole list. */
  long resourceVersion();

  /** Takes one event in; what it changed is durable when this returns. */
  void accept(WatchEvent event);
}
