package io.gantry.ctl.image;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node's store a command works on. */
final class OnNode {
  @Option(names = "--node", description = "Node by name or id (default: the fleet chooses).")
  private @Nullable String node;

  @Nullable String name() {
    return node;
  }
}
