package io.gantry.ctl.ledger;

import io.gantry.api.resource.AuditResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who did what. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Show who did what, refused attempts included.")
public final class Audit implements Runnable {
  private final Shell shell;

  @Option(names = "--actor", description = "By this user, token or node.")
  private @Nullable String actor;

  @Option(names = "--action", description = "Of this kind, as container:create.")
  private @Nullable String action;

  @Option(names = "--object", description = "On this object, as 'container 4f2a…'.")
  private @Nullable String object;

  @Option(
      names = "--platform",
      description = "What belongs to no tenant: nodes, users, sign-ins, tokens.")
  private boolean platform;

  @Mixin private final Period period = new Period();

  Audit(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ApiPath path =
        (platform ? ApiPath.of("audit", "platform") : ApiPath.of("audit"))
            .with("actor", actor)
            .with("action", action)
            .with("object", object);
    shell
        .output()
        .list(
            shell.controlPlane().list(period.addTo(path, shell.clock()), period.limit()),
            AuditResource.class,
            table());
  }

  private static Table<AuditResource> table() {
    return new Table<AuditResource>()
        .column("AT", AuditResource::at)
        .column("ACTOR", AuditResource::actor)
        .column("ACTION", AuditResource::action)
        .column("OBJECT", AuditResource::object)
        .column("OUTCOME", AuditResource::outcome)
        .column("REQUEST", AuditResource::requestId)
        .column("ADDRESS", AuditResource::address)
        .column("DETAIL", AuditResource::detail);
  }
}
