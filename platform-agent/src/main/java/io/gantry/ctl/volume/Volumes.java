package io.gantry.ctl.volume;

import io.gantry.api.resource.CreateVolume;
import io.gantry.api.resource.VolumeResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** All commands about volumes. */
@Command(
    name = "volume",
    mixinStandardHelpOptions = true,
    description = "Work with volumes; each lies on one node.",
    synopsisSubcommandLabel = "COMMAND")
public final class Volumes {
  private static final String ROOT = "volumes";
  private static final String NAME = "Name of the volume.";

  private final Shell shell;

  Volumes(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List volumes.")
  void list() {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT), 0),
            VolumeResource.class,
            table(shell.clock()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Make a volume.")
  void create(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(names = "--node", description = "Node it lies on (default: the fleet chooses).")
          @Nullable String node,
      @Option(
              names = {"-l", "--label"},
              paramLabel = "NAME=value",
              description = "Label for selection.")
          @Nullable Map<String, String> labels) {
    JsonNode volume =
        shell.controlPlane().post(ApiPath.of(ROOT), new CreateVolume(name, labels, node));
    shell.output().object(volume, name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a volume, as JSON.")
  void inspect(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Remove volumes with what is in them.")
  void remove(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().delete(ApiPath.of(ROOT, name));
      shell.output().line(name);
    }
  }

  private static Table<VolumeResource> table(Clock clock) {
    return new Table<VolumeResource>()
        .column("NAME", VolumeResource::name)
        .column("NODE", VolumeResource::node)
        .column("CREATED", row -> Times.ago(row.createdAt(), clock))
        .column("BY", VolumeResource::createdBy)
        .column("CONTAINERS", VolumeResource::containers);
  }
}
