package io.gantry.fleet.node;

import io.gantry.api.node.WatchEvent;
import java.io.IOException;

/** Where a node's watch is written to. It may block; an exception ends the watch. */
@FunctionalInterface
public interface WatchSink {
  void accept(WatchEvent event) throws IOException;
}
