package io.gantry.ctl.account;

import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Programs of the tenant, known by API tokens only. */
@Command(
    name = "service-account",
    mixinStandardHelpOptions = true,
    description = "Work with the service accounts of the tenant.",
    synopsisSubcommandLabel = "COMMAND")
public final class ServiceAccounts {
  private static final String ROOT = "service-accounts";
  private static final String TOKENS = "tokens";

  private final Shell shell;

  ServiceAccounts(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List service accounts with their roles.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Make a service account, or say anew which roles it has and whether it is shut.")
  void set(
      @Parameters(paramLabel = "NAME", description = "Name in small letters.") String name,
      @Option(names = "--role", paramLabel = "ROLE", description = "What it may do; repeatable.")
          @Nullable List<String> roles,
      @Option(names = "--disabled", description = "Refuse it; withdraws its tokens for good.")
          boolean disabled) {
    Map<String, Object> body =
        Map.of("roles", roles == null ? List.of() : Roles.named(roles), "disabled", disabled);
    shell.output().object(shell.controlPlane().put(ApiPath.of(ROOT, name), body), name);
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a service account with its tokens.")
  void remove(@Parameters(paramLabel = "NAME", description = "Its name.") String name) {
    shell.controlPlane().delete(ApiPath.of(ROOT, name));
    shell.output().line(name);
  }

  @Command(mixinStandardHelpOptions = true, description = "List its tokens, never their secrets.")
  void tokens(@Parameters(paramLabel = "NAME", description = "Its name.") String name) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT, name, TOKENS), 0),
            JsonNode.class,
            Tokens.table());
  }

  @Command(mixinStandardHelpOptions = true, description = "Make a token of it; it is shown once.")
  void token(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(paramLabel = "TOKEN", description = "What the token is for.") String token,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "How long it is good for, as 30d.")
          @Nullable Duration lifetime) {
    Tokens.create(shell, ApiPath.of(ROOT, name, TOKENS), Tokens.wish(shell, token, lifetime));
  }

  @Command(mixinStandardHelpOptions = true, description = "Make a token of it worth nothing.")
  void revoke(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(paramLabel = "ID", description = "Id of the token.") String id) {
    shell.controlPlane().delete(ApiPath.of(ROOT, name, TOKENS, id));
    shell.output().line(id);
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("NAME", row -> row.path("name").asString(""))
        .column("ROLES", row -> Roles.words(row, "roles"))
        .column("DISABLED", row -> row.path("disabled").asBoolean(false) ? "yes" : "")
        .column("CREATED", row -> row.path("createdAt").asString(""));
  }
}
