package io.gantry.ctl.account;

import io.gantry.api.account.Quota;
import io.gantry.api.account.QuotaResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Tenants and who has which role in them. */
@Command(
    name = "tenant",
    mixinStandardHelpOptions = true,
    description = "Work with tenants and the roles in them.",
    synopsisSubcommandLabel = "COMMAND")
public final class Tenants {
  private static final String ROOT = "tenants";

  private final Shell shell;

  Tenants(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List tenants.")
  void list() {
    shell.output().list(shell.controlPlane().list(ApiPath.of(ROOT), 0), JsonNode.class, table());
  }

  @Command(mixinStandardHelpOptions = true, description = "Make a tenant.")
  void create(@Parameters(paramLabel = "ID", description = "Lower-case id.") String id) {
    shell.output().object(shell.controlPlane().post(ApiPath.of(ROOT), Map.of("id", id)), id);
  }

  @Command(mixinStandardHelpOptions = true, description = "Give a user a role in a tenant.")
  void grant(
      @Parameters(paramLabel = "TENANT", description = "Id of the tenant.") String tenant,
      @Parameters(paramLabel = "USER", description = "Name of the user.") String user,
      @Parameters(paramLabel = "ROLE", description = "VIEWER, OPERATOR, ADMIN or one of its own.")
          String role) {
    shell
        .controlPlane()
        .put(ApiPath.of(ROOT, tenant, "members", user), Map.of("role", Roles.named(role)));
    shell.output().line(user);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Show what a tenant may have, has and has left; with options, set limits.")
  void quota(
      @Parameters(paramLabel = "TENANT", description = "Id of the tenant.") String tenant,
      @Mixin QuotaOptions options) {
    ApiPath path = ApiPath.of(ROOT, tenant, "quota");
    JsonNode present = shell.controlPlane().get(path);
    if (options.isEmpty()) {
      QuotaTable.print(shell, present);
    } else {
      Quota limits = Json.MAPPER.treeToValue(present, QuotaResource.class).limits();
      QuotaTable.print(shell, shell.controlPlane().put(path, options.over(limits)));
    }
  }

  private static Table<JsonNode> table() {
    return new Table<JsonNode>()
        .column("ID", row -> row.path("id").asString(""))
        .column("NAME", row -> row.path("displayName").asString(""))
        .column("POLICY", row -> row.path("policy").asString(""))
        .column("CREATED", row -> row.path("createdAt").asString(""));
  }
}
