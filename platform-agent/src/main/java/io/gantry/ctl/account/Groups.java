package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Users of the tenant who hold the same roles. */
@Command(
    name = "group",
    mixinStandardHelpOptions = true,
    description = "Work with the groups of the tenant.",
    synopsisSubcommandLabel = "COMMAND")
public final class Groups {
  private static final String ROOT = "groups";

  private final Shell shell;

  Groups(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List groups with their roles and members.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a group, or say anew which roles and members it has.")
  void set(
      @Parameters(paramLabel = "NAME", description = "Name in small letters.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "Role of its members; repeatable.")
          @Nullable List<String> roles,
      @Option(names = "--member", paramLabel = "USER", description = "Name of a user; repeatable.")
          @Nullable List<String> members) {
    Map<String, Object> body =
        Map.of(
            "roles",
            roles == null ? List.of() : Roles.named(roles),
            "members",
            members == null ? List.of() : members);
    shell.output().object(shell.controlPlane().put(ApiPath.of(ROOT, name), body), name);
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a group; its members lose what they held by it.")
  void remove(@Parameters(paramLabel = "NAME", description = "Name of the group.") String name) {
    shell.controlPlane().delete(ApiPath.of(ROOT, name));
    shell.output().line(name);
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("NAME", row -> row.path("name").asString(""))
        .column("ROLES", row -> Roles.words(row, "roles"))
        .column("MEMBERS", row -> Roles.words(row, "members"));
  }
}
