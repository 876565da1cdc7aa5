package io.gantry.ctl.node;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** One-time tokens to enrol nodes with. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Make one-time tokens to enrol nodes with.",
    synopsisSubcommandLabel = "COMMAND")
final class NodeTokens {
  private final Shell shell;

  NodeTokens(Shell shell) {
    this.shell = shell;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a token; it is shown once and good for one node.")
  void create() {
    JsonNode token = shell.controlPlane().post(ApiPath.of("node-tokens"), Map.of());
    shell.output().object(token, token.path("token").asString());
  }
}
