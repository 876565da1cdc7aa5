package io.gantry.ctl.ledger;

import io.gantry.api.resource.AuditChange;
import io.gantry.api.resource.AuditResource;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who did what. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Show who did what, refused attempts included.",
    subcommands = {AuditVerify.class, AuditAnchors.class, AuditExport.class})
public final class Audit implements Runnable {
  private final Shell shell;

  @Mixin private final AuditSelection selection = new AuditSelection();
  @Mixin private final Limit limit = new Limit();

  Audit(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell
        .output()
        .list(
            shell.controlPlane().list(selection.path(null, shell.clock()), limit.rows()),
            AuditResource.class,
            table());
  }

  private static Table<AuditResource> table() {
    return new Table<AuditResource>()
        .column("AT", AuditResource::at)
        .column("ACTOR", AuditResource::actor)
        .column("FOR", AuditResource::onBehalfOf)
        .column("ACTION", AuditResource::action)
        .column("OBJECT", AuditResource::object)
        .column("OUTCOME", AuditResource::outcome)
        .column("REQUEST", AuditResource::requestId)
        .column("ADDRESS", AuditResource::address)
        .column("DETAIL", AuditResource::detail)
        .column("CHANGES", Audit::changes);
  }

  private static String changes(AuditResource entry) {
    return entry.changes().stream().map(Audit::line).collect(Collectors.joining("; "));
  }

  private static String line(AuditChange change) {
    return "%s: %s → %s"
        .formatted(
            change.field(),
            Objects.requireNonNullElse(change.from(), "-"),
            Objects.requireNonNullElse(change.to(), "-"));
  }
}
