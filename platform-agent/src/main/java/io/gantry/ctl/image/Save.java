package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.WholeFile;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes images into an archive. */
@Command(
    name = "save",
    mixinStandardHelpOptions = true,
    description = "Write images into an archive.")
final class Save implements Callable<Integer> {
  private enum Format {
    DOCKER_ARCHIVE,
    OCI
  }

  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Name or digest.")
  private List<String> references = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write (default: standard output).")
  private @Nullable Path file;

  @Option(names = "--archive", description = "Form: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.DOCKER_ARCHIVE;

  @Mixin private final OnNode node = new OnNode();
  @Mixin private final Progress progress = new Progress();

  Save(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path =
        ApiPath.of(Images.ROOT, "save")
            .with("reference", references)
            .with("format", format)
            .with("node", node.name());
    try (InputStream raw = shell.controlPlane().open(path, "application/octet-stream");
        InputStream archive = progress.over(shell, raw, "save", -1)) {
      if (file == null) {
        archive.transferTo(shell.out());
      } else {
        WholeFile.write(archive, file);
      }
    }
    return 0;
  }
}
