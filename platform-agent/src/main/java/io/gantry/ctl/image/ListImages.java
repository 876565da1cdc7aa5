package io.gantry.ctl.image;

import io.gantry.api.image.Digest;
import io.gantry.api.resource.ImageResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists images. */
@Command(
    name = "ls",
    aliases = "list",
    mixinStandardHelpOptions = true,
    description = "List images and the nodes that have them.")
final class ListImages implements Runnable {
  private final Shell shell;

  @Mixin private final OnNode node = new OnNode();

  ListImages(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ApiPath path = ApiPath.of(Images.ROOT).with("node", node.name());
    shell
        .output()
        .list(shell.controlPlane().list(path, 0), ImageResource.class, table(shell.clock()));
  }

  private static Table<ImageResource> table(Clock clock) {
    return new Table<ImageResource>()
        .column("NAME", row -> names(row.image().names()))
        .column("IMAGE ID", row -> shortId(row.image().id()))
        .column("CREATED", row -> Times.ago(row.image().createdAt(), clock))
        .column("SIZE", row -> new ByteSize(row.image().sizeBytes()))
        .column("LAYERS", row -> row.image().layers())
        .column("NODE", ImageResource::node);
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "<none>" : String.join(", ", names);
  }

  private static String shortId(Digest id) {
    return id.hex().substring(0, 12);
  }
}
