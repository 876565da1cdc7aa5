package io.gantry.ctl.container;

import io.gantry.api.container.PortMapping;
import io.gantry.api.resource.ContainerResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists containers. */
@Command(
    name = "ps",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = "List containers: the live ones, or all.")
public final class Ps implements Runnable {
  private static final Set<String> AT_REST = Set.of("created", "exited", "stopped");
  private static final int LONGEST_COMMAND = 30;

  private final Shell shell;

  @Option(
      names = {"-a", "--all"},
      description = "Those that ended or never started, too.")
  private boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print ids only.")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Print whole ids and commands.")
  private boolean whole;

  @Option(names = "--name", description = "With this name.")
  private @Nullable String name;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME[=value]",
      description = "With this label; several must all be there.")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--state", description = "In this state.")
  private @Nullable String state;

  @Option(names = "--node", description = "On this node.")
  private @Nullable String node;

  @Option(names = "--image", description = "Of this image.")
  private @Nullable String image;

  @Option(names = "--limit", description = "Most containers to print (0: without).")
  private int limit;

  Ps(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    List<JsonNode> found = shell.controlPlane().list(query(), limit);
    List<JsonNode> shown = found.stream().filter(this::isWanted).toList();
    if (quiet) {
      shown.forEach(item -> shell.output().line(id(item.path("id").asString())));
      return;
    }
    shell.output().list(shown, ContainerResource.class, table(shell.clock()));
  }

  private ApiPath query() {
    return Containers.path()
        .with("name", name)
        .with("label", labels)
        .with("state", state)
        .with("node", node)
        .with("image", image);
  }

  private boolean isWanted(JsonNode item) {
    return all
        || state != null
        || name != null
        || !AT_REST.contains(item.path("status").path("state").asString(""));
  }

  private String id(String value) {
    return whole || value.length() < 12 ? value : value.substring(0, 12);
  }

  private Table<ContainerResource> table(Clock clock) {
    return new Table<ContainerResource>()
        .column("CONTAINER ID", row -> id(row.id().value()))
        .column("NAME", ContainerResource::name)
        .column("IMAGE", row -> row.spec().image())
        .column("COMMAND", row -> command(row.spec().command()))
        .column("CREATED", row -> Times.ago(row.createdAt(), clock))
        .column("STATE", row -> StateText.of(row.status(), clock))
        .column("NODE", ContainerResource::node)
        .column("PORTS", row -> ports(row.spec().network().published()));
  }

  private String command(List<String> command) {
    String line = String.join(" ", command).replaceAll("\\s+", " ");
    return whole || line.length() <= LONGEST_COMMAND
        ? line
        : line.substring(0, LONGEST_COMMAND - 1) + "…";
  }

  private static String ports(List<PortMapping> ports) {
    return ports.stream().map(Ps::port).collect(Collectors.joining(", "));
  }

  private static String port(PortMapping port) {
    return port.hostText()
        + "->"
        + port.text(port.containerPort())
        + (port.protocol() == PortMapping.Protocol.UDP ? "/udp" : "");
  }
}
