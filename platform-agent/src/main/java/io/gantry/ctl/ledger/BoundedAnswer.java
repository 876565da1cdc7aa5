package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import tools.jackson.databind.JsonNode;

/** Answers that have no pages: the first so many items, and whether there are more. */
final class BoundedAnswer {
  private final Shell shell;

  BoundedAnswer(Shell shell) {
    this.shell = shell;
  }

  /** Prints the items; what is missing is said on standard error. */
  <T> void print(ApiPath path, Class<T> type, Table<T> table) {
    JsonNode answer = shell.controlPlane().get(path);
    shell.output().list(answer, type, table);
    CompletenessNote.print(shell, answer);
    if (answer.path("more").asBoolean(false)) {
      shell
          .err()
          .println(
              "There are more than these "
                  + answer.path("items").size()
                  + ": narrow the question, or raise --limit.");
    }
  }
}
