package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Where somebody is signed in. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    description = "Work with your sessions, or as a platform admin with those of others.",
    synopsisSubcommandLabel = "COMMAND")
public final class Sessions {
  private static final String ROOT = "sessions";

  private final Shell shell;

  Sessions(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List sessions that go on.")
  void list(
      @Option(names = "--user", paramLabel = "USER", description = "Whose, instead of yours.")
          @Nullable String user) {
    shell.output().list(shell.controlPlane().list(of(user), 0), JsonNode.class, table());
  }

  @Command(
      name = "revoke",
      aliases = "rm",
      mixinStandardHelpOptions = true,
      description = "End a session at once.")
  void revoke(
      @Parameters(paramLabel = "ID", description = "Id of the session.") String id,
      @Option(names = "--user", paramLabel = "USER", description = "Whose, instead of yours.")
          @Nullable String user) {
    shell
        .controlPlane()
        .delete(user == null ? ApiPath.of(ROOT, id) : ApiPath.of(Users.ROOT, user, ROOT, id));
    shell.output().line(id);
  }

  private static ApiPath of(@Nullable String user) {
    return user == null ? ApiPath.of(ROOT) : ApiPath.of(Users.ROOT, user, ROOT);
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("ID", row -> row.path("id").asString(""))
        .column("BEGUN", row -> row.path("createdAt").asString(""))
        .column("LAST USED", row -> row.path("lastUsedAt").asString(""))
        .column("ADDRESS", row -> row.path("address").asString(""))
        .column("AGENT", row -> row.path("agent").asString(""))
        .column("THIS", row -> row.path("current").asBoolean(false) ? "yes" : "");
  }
}
