package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Named sets of permissions in the tenant. */
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description = "Work with the roles of the tenant.",
    synopsisSubcommandLabel = "COMMAND")
public final class Roles {
  private static final String ROOT = "roles";
  private static final Set<String> BUILT_IN = Set.of("VIEWER", "OPERATOR", "ADMIN");

  private final Shell shell;

  Roles(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List roles and what they carry.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a role, or say anew what it carries; you must hold it all yourself.")
  void set(
      @Parameters(paramLabel = "NAME", description = "Name in small letters.") String name,
      @Parameters(
              paramLabel = "PERMISSION",
              arity = "1..*",
              description = "As container:read; role ls shows those there are.")
          List<String> permissions) {
    JsonNode role =
        shell.controlPlane().put(ApiPath.of(ROOT, name), Map.of("permissions", permissions));
    shell.output().object(role, name);
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a role that nobody holds.")
  void remove(@Parameters(paramLabel = "NAME", description = "Name of the role.") String name) {
    shell.controlPlane().delete(ApiPath.of(ROOT, name));
    shell.output().line(name);
  }

  /** The name as the API has it: built-in roles may be written small. */
  static String named(String role) {
    String built = role.toUpperCase(Locale.ROOT);
    return BUILT_IN.contains(built) ? built : role;
  }

  /** The names as the API has them. */
  static List<String> named(List<String> roles) {
    return roles.stream().map(Roles::named).toList();
  }

  /** Texts of a list in a row. */
  static String words(JsonNode row, String list) {
    return row.path(list)
        .valueStream()
        .map(word -> word.asString(""))
        .collect(Collectors.joining(" "));
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("NAME", row -> row.path("name").asString(""))
        .column("BUILT IN", row -> row.path("builtIn").asBoolean(false) ? "yes" : "")
        .column("PERMISSIONS", row -> words(row, "permissions"));
  }
}
