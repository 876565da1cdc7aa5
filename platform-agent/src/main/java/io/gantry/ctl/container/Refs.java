package io.gantry.ctl.container;

import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.output.FailureText;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Parameters;

/** The containers a command is about. Each is tried, whatever becomes of the others. */
final class Refs {
  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private List<String> refs = List.of();

  /** Does it to each and prints its reference; returns 1 if any was refused. */
  int each(Shell shell, Consumer<String> operation) {
    int code = 0;
    for (String ref : refs) {
      try {
        operation.accept(ref);
        shell.output().line(ref);
      } catch (RequestFailed e) {
        shell.err().print(FailureText.of(e));
        code = 1;
      }
    }
    return code;
  }

  List<String> all() {
    return refs;
  }
}
