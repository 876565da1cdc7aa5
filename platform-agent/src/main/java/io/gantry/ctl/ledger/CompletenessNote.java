package io.gantry.ctl.ledger;

import io.gantry.ctl.shell.Shell;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says on standard error which nodes have still to tell of ends. */
final class CompletenessNote {
  private CompletenessNote() {}

  /** Says nothing of an answer that misses nothing, or is up to date. */
  static void print(Shell shell, JsonNode answer) {
    JsonNode completeness = answer.path("completeness");
    String nodes =
        completeness
            .path("heldBackBy")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    if (nodes.isEmpty() || completeness.path("whole").asBoolean(false)) {
      return;
    }
    String upTo = completeness.path("upTo").asString("");
    shell
        .err()
        .println(
            (upTo.isEmpty() ? "Ends may be missing" : "Ends after " + upTo + " may be missing")
                + ", as these nodes have not told them: "
                + nodes
                + ".");
  }
}
