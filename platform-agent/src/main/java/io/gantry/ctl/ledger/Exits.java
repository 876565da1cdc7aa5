package io.gantry.ctl.ledger;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** The exit ledger: how every run ended, also of containers that are gone. */
@Command(
    name = "exits",
    mixinStandardHelpOptions = true,
    description = "Show the exit ledger: how every run ended, also of removed containers.",
    subcommands = {Groups.class, Verdicts.class, CrashLoopList.class, Export.class})
public final class Exits implements Runnable {
  private final Shell shell;

  @Mixin private final ExitOptions options = new ExitOptions();

  Exits(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    List<JsonNode> pages = new ArrayList<>();
    ApiPath path = options.addTo(ApiPath.of("exits"), shell.clock());
    List<JsonNode> exits = shell.controlPlane().list(path, options.limit(), pages::add);
    shell.output().list(exits, ExitResource.class, table());
    CompletenessNote.print(shell, pages.getFirst());
  }

  private static Table<ExitResource> table() {
    return new Table<ExitResource>()
        .column("FINISHED", row -> row.record().finishedAt())
        .column("CONTAINER", row -> row.record().container().shortId())
        .column("NAME", ExitResource::containerName)
        .column("RUN", row -> row.record().run())
        .column("CODE", row -> row.record().code())
        .column("CAUSE", row -> cause(row.record()))
        .column("TOOK", row -> Times.span(row.record().duration()))
        .column("IMAGE", ExitResource::image)
        .column("NODE", ExitResource::node)
        .column("BY", row -> row.record().requestedBy())
        .column("EVIDENCE", row -> row.record().evidence());
  }

  static String word(ExitCause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String cause(ExitRecord record) {
    String word = word(record.cause());
    return record.signal() == null ? word : word + " (signal " + record.signal() + ")";
  }
}
