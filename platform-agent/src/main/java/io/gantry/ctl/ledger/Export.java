package io.gantry.ctl.ledger;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.WholeFile;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All exits in one piece, however many they are. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write all exits as lines of JSON or CSV; --limit does not count here.")
final class Export implements Callable<Integer> {
  private enum Form {
    JSONL("application/x-ndjson"),
    CSV("text/csv");

    final String type;

    Form(String type) {
      this.type = type;
    }
  }

  private final Shell shell;

  @Option(names = "--as", description = "Form: ${COMPLETION-CANDIDATES} (default JSONL).")
  private Form form = Form.JSONL;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write (default: standard output).")
  private @Nullable Path file;

  @Mixin private final ExitOptions options = new ExitOptions();

  Export(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path = options.addTo(ApiPath.of("exits"), shell.clock());
    try (InputStream exits = shell.controlPlane().open(path, form.type)) {
      if (file == null) {
        exits.transferTo(shell.out());
      } else {
        WholeFile.write(exits, file);
      }
    }
    return 0;
  }
}
