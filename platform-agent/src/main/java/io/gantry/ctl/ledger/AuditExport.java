package io.gantry.ctl.ledger;

import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many audit entries at once. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Print all audit entries that are meant, the newest first.")
final class AuditExport implements Callable<Integer> {
  private enum Form {
    CSV,
    JSON_LINES
  }

  private final Shell shell;

  @Option(names = "--as", description = "Form: ${COMPLETION-CANDIDATES} (default CSV).")
  private Form form = Form.CSV;

  @Mixin private final AuditSelection selection = new AuditSelection();

  AuditExport(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (InputStream entries =
        shell
            .controlPlane()
            .open(selection.path("export", shell.clock()).with("format", form), "*/*")) {
      entries.transferTo(shell.out());
    }
    return 0;
  }
}
