package io.gantry.ctl.image;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes an image of one layer from the tar of a root file system. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Make an image from the tar of a root file system.")
final class Import implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "Tar archive; - is standard input.")
  private String file = "";

  @Parameters(index = "1", paramLabel = "IMAGE", description = "Name of the new image.")
  private String reference = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Command of containers that name none, after -- if it has options.")
  private List<String> command = new ArrayList<>();

  @Mixin private final ImageDefaults defaults = new ImageDefaults();
  @Mixin private final OnNode node = new OnNode();
  @Mixin private final Progress progress = new Progress();

  Import(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    ApiPath path =
        defaults.addTo(
            ApiPath.of(Images.ROOT, "import")
                .with("reference", reference)
                .with("command", command)
                .with("node", node.name()));
    JsonNode image = new Upload(shell, progress).send(path, file, "import");
    shell.output().object(image, reference);
    return 0;
  }
}
