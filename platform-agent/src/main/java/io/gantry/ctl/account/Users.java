package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The people who may sign in. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = "Work with the people who may sign in.",
    synopsisSubcommandLabel = "COMMAND")
public final class Users {
  static final String ROOT = "users";

  private final Shell shell;

  Users(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List users.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a user with a first password, which is asked for.")
  int create(
      @Parameters(paramLabel = "NAME", description = "Name to sign in with.") String name,
      @Option(names = "--platform-admin", description = "Admin of everything.") boolean admin,
      @Option(names = "--password-stdin", description = "Read the password from standard input.")
          boolean fromInput)
      throws IOException {
    String password = Passwords.of(shell, fromInput).ask("password of " + name);
    JsonNode user =
        shell
            .controlPlane()
            .post(
                ApiPath.of(ROOT),
                Map.of("name", name, "password", password, "platformAdmin", admin));
    shell.output().object(user, name);
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Refuse a user; ends all sessions and tokens for good.")
  void disable(@Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    update(name, true);
  }

  @Command(mixinStandardHelpOptions = true, description = "Let a disabled user sign in again.")
  void enable(@Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    update(name, false);
  }

  private void update(String name, boolean disabled) {
    shell.controlPlane().put(ApiPath.of(ROOT, name), Map.of("disabled", disabled));
    shell.output().line(name);
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("NAME", row -> row.path("name").asString(""))
        .column("PLATFORM ADMIN", row -> row.path("platformAdmin").asBoolean(false) ? "yes" : "")
        .column("DISABLED", row -> row.path("disabled").asBoolean(false) ? "yes" : "")
        .column("CREATED", row -> row.path("createdAt").asString(""));
  }
}
