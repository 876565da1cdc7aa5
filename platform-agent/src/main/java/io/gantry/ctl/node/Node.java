package io.gantry.ctl.node;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** All commands about single nodes. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Look after nodes: enrol, inspect, drain, remove.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NodeTokens.class)
public final class Node {
  private static final String NODE = "Node by name or id.";

  private final Shell shell;

  Node(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List the nodes.")
  void list() {
    Nodes.list(shell);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a node, as JSON.")
  void inspect(@Parameters(paramLabel = "NODE", description = NODE) String node) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(Nodes.ROOT, node)));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Give a node nothing new; what it has stays.")
  void drain(@Parameters(paramLabel = "NODE", description = NODE) String node) {
    operation(node, "drain");
  }

  @Command(mixinStandardHelpOptions = true, description = "Give a drained node work again.")
  void undrain(@Parameters(paramLabel = "NODE", description = NODE) String node) {
    operation(node, "undrain");
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Forget a node; its key is worth nothing from then on.")
  void remove(@Parameters(paramLabel = "NODE", description = NODE) String node) {
    shell.controlPlane().delete(ApiPath.of(Nodes.ROOT, node));
    shell.output().line(node);
  }

  private void operation(String node, String operation) {
    JsonNode changed = shell.controlPlane().post(ApiPath.of(Nodes.ROOT, node, operation), Map.of());
    shell.output().object(changed, node);
  }
}
