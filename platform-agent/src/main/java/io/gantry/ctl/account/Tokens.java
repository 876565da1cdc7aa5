package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** API tokens of the caller. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Work with your API tokens.",
    synopsisSubcommandLabel = "COMMAND")
public final class Tokens {
  static final String ROOT = "tokens";

  private final Shell shell;

  Tokens(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List your tokens, never their secrets.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(mixinStandardHelpOptions = true, description = "Make a token; it is shown once.")
  void create(
      @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "How long it is good for, as 30d.")
          @Nullable Duration lifetime) {
    create(shell, ApiPath.of(ROOT), wish(shell, name, lifetime));
  }

  /** Makes a token there and shows it. */
  static void create(Shell shell, ApiPath path, Map<String, Object> wish) {
    JsonNode token = shell.controlPlane().post(path, wish);
    shell.output().object(token, token.path("token").asString());
  }

  /** The wish for a token that is good for so long; absent is for ever. */
  static Map<String, Object> wish(Shell shell, String name, @Nullable Duration lifetime) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    if (lifetime != null) {
      body.put("expiresAt", shell.clock().instant().plus(lifetime));
    }
    return body;
  }

  @Command(
      name = "rm",
      aliases = "revoke",
      mixinStandardHelpOptions = true,
      description = "Make a token worth nothing.")
  void remove(@Parameters(paramLabel = "ID", description = "Id of the token.") String id) {
    shell.controlPlane().delete(ApiPath.of(ROOT, id));
    shell.output().line(id);
  }

  static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("ID", row -> row.path("id").asString(""))
        .column("NAME", row -> row.path("name").asString(""))
        .column("CREATED", row -> row.path("createdAt").asString(""))
        .column("EXPIRES", row -> row.path("expiresAt").asString(""))
        .column("LAST USED", row -> row.path("lastUsedAt").asString(""));
  }
}
