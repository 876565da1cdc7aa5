package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Brings the images of an archive. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Bring the images of a docker-archive or OCI archive.")
final class Load implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "Archive; - is standard input.")
  private String file = "";

  @Mixin private final OnNode node = new OnNode();
  @Mixin private final Progress progress = new Progress();

  Load(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path = ApiPath.of(Images.ROOT, "load").with("node", node.name());
    JsonNode loaded = new Upload(shell, progress).send(path, file, "load");
    shell.output().object(loaded, Names.of(loaded));
    return 0;
  }
}
